"""Formularios del mejoramiento: formular, completar, verificar, conceptuar, continuar y anular."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.text import Truncator

from furag.models import AccionMejora, ConceptoDeControl, Recomendacion
from furag.reglas.mejoras import DE_CONTROL
from mipg.formularios import CampoDecimal, CampoFecha
from mipg.leidos import LARGO, ConSoporteForm, MotivoForm, SobreLoLeidoForm
from mipg.usuarios.models import Dependencia
from planes.campos import LIMITES
from planes.models import Plan

TEXTO_A_LA_VISTA = 220
SI_NO = [("si", "Sí"), ("no", "No")]


class RecomendacionesField(forms.ModelMultipleChoiceField):
    """Recomendaciones, por su referencia y el comienzo de su texto."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, una: Recomendacion) -> str:
        """«R-2025-POL07-3. Documentar…»."""
        return f"{una.referencia}. {Truncator(una.texto).chars(TEXTO_A_LA_VISTA)}"


class MejoraForm(SobreLoLeidoForm):
    """Lo propio de una acción de mejora. `indices`: los que puede mover, de código a nombre."""

    recomendaciones = RecomendacionesField(
        Recomendacion.objects.none(), label="Recomendaciones que atiende", required=False
    )
    hallazgo = forms.CharField(
        label="Hallazgo o brecha",
        required=False,
        max_length=4000,
        widget=LARGO,
        help_text="Si no sale de una recomendación, o para precisarla.",
    )
    causa = forms.CharField(
        label="Causa", max_length=2000, widget=LARGO, help_text="Por qué pasa lo que se va a mejorar."
    )
    indice = forms.ChoiceField(label="Índice que se espera mover", required=False)
    esperado = CampoDecimal(
        label="Puntaje esperado",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        help_text="De 0 a 100, en la medición siguiente. La línea base la pone el sistema con los resultados.",
    )
    sin_indice = forms.CharField(
        label="Por qué no mueve un índice", required=False, max_length=300, help_text="Sólo si no eligió ninguno."
    )

    def __init__(self, *args, indices: Mapping[str, str], recomendaciones, leido=None, **kwargs):
        super().__init__(*args, leido=leido or AccionMejora(), **kwargs)
        self.fields["recomendaciones"].queryset = recomendaciones
        dichos = [(codigo, f"{codigo} · {nombre}") for codigo, nombre in indices.items()]
        self.fields["indice"].choices = [("", "Ninguno"), *dichos]
        if leido is None:
            del self.fields["version"]

    def clean(self):
        """Con índice va el puntaje esperado; sin él, por qué no lo hay."""
        datos = super().clean()
        if datos.get("indice") and datos.get("esperado") is None and "esperado" not in self.errors:
            self.add_error("esperado", "Escriba el puntaje que espera alcanzar.")
        if "indice" in datos and not datos["indice"] and not datos.get("sin_indice"):
            self.add_error("sin_indice", "Elija un índice o diga por qué no lo hay.")
        return datos


class MejoraQueContinuaForm(MejoraForm):
    """Lo que se puede cambiar de la que viene del año anterior: lo fijado al firmarla, no."""

    indice = esperado = sin_indice = None

    def __init__(self, *args, indices: Mapping[str, str], recomendaciones, leido, **kwargs):
        SobreLoLeidoForm.__init__(self, *args, leido=leido, **kwargs)
        self.fields["recomendaciones"].queryset = recomendaciones

    def clean(self):
        """Nada más que comprobar."""
        return self.cleaned_data


class CrearMejoraForm(MejoraForm):
    """Una acción nueva, con su meta, su responsable y sus fechas, y en qué plan queda."""

    destino = forms.ChoiceField(label="Plan de mejoramiento", widget=forms.RadioSelect)
    nombre = forms.CharField(
        label="Acción",
        max_length=LIMITES["nombre"],
        widget=LARGO,
        help_text="Empiece con un verbo: «Publicar…», «Actualizar…».",
    )
    meta = CampoDecimal(label="Meta", max_digits=16, decimal_places=4, min_value=0)
    unidad = forms.CharField(label="Unidad de medida", max_length=LIMITES["unidad"])
    indicador = forms.CharField(label="Indicador de seguimiento", max_length=LIMITES["indicador"])
    responsable = forms.ModelChoiceField(Dependencia.objects.none(), label="Responsable", empty_label="Elija una")
    fecha_inicio = CampoFecha(label="Empieza")
    fecha_fin = CampoFecha(label="Termina", help_text="Dentro de la vigencia. Su meta queda en ese trimestre.")

    field_order = [
        *("destino", "recomendaciones", "hallazgo", "causa", "nombre", "meta", "unidad", "indicador"),
        *("responsable", "fecha_inicio", "fecha_fin", "indice", "esperado", "sin_indice"),
    ]

    def __init__(self, *args, destinos: Sequence[tuple[str, str]], hoy, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destino"].choices = destinos
        self.fields["responsable"].queryset = Dependencia.objects.vigentes(hoy)
        if len(destinos) == 1:
            self.fields["destino"].initial = destinos[0][0]

    def clean(self):
        """La acción termina después de empezar."""
        datos = super().clean()
        inicio, fin = datos.get("fecha_inicio"), datos.get("fecha_fin")
        if inicio and fin and fin < inicio:
            self.add_error("fecha_fin", "La acción termina antes de empezar.")
        return datos


class SuscribirForm(forms.Form):
    """La huella de lo que se leyó: la versión del plan y lo propio de sus acciones."""

    version = forms.CharField(widget=forms.HiddenInput)


class VerificarForm(ConSoporteForm):
    """Si se cumplió, con qué soporte y, de cada recomendación, si quedó cumplida."""

    cumplida = forms.ChoiceField(label="¿Se cumplió la acción?", choices=SI_NO, widget=forms.RadioSelect)
    nota = forms.CharField(label="Qué se verificó", max_length=2000, widget=LARGO)

    def __init__(self, *args, atenciones, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["archivo"].help_text = "Obligatorio si se cumplió; o un enlace."
        self.atiende = [una.recomendacion for una in atenciones]
        for una in self.atiende:
            texto = Truncator(una.texto).chars(TEXTO_A_LA_VISTA)
            self.fields[f"cumple_{una.pk}"] = forms.ChoiceField(
                label=f"¿Quedó cumplida {una.referencia}?", choices=SI_NO, widget=forms.RadioSelect, help_text=texto
            )
            self.fields[f"nota_{una.pk}"] = forms.CharField(
                label=f"Constancia de {una.referencia}", max_length=2000, required=False, help_text="Opcional."
            )
        propios = [campo for una in self.atiende for campo in (f"cumple_{una.pk}", f"nota_{una.pk}")]
        self.order_fields(["version", "cumplida", "nota", *propios, "archivo", "url", "fecha_documento"])

    def argumentos(self) -> dict:
        """Lo que pide la acción de verificar."""
        datos = self.cleaned_data
        constancias = {una.pk: (datos[f"cumple_{una.pk}"] == "si", datos[f"nota_{una.pk}"]) for una in self.atiende}
        return super().argumentos() | {"cumplida": datos["cumplida"] == "si", "constancias": constancias}


class ConceptuarForm(forms.Form):
    """Lo que Control Interno dice, y en qué se funda."""

    ROTULOS = {"CUMPLIMIENTO": "¿Está conforme con lo verificado?", "EFECTIVIDAD": "¿Fue efectiva?"}

    # De qué se pronuncia lo dice la página que leyó: lo emitido mientras tanto no cambia la pregunta.
    clase = forms.ChoiceField(choices=ConceptoDeControl.Clase, widget=forms.HiddenInput)
    favorable = forms.ChoiceField(widget=forms.RadioSelect)
    nota = forms.CharField(label="En qué se funda", max_length=2000, widget=LARGO)
    impedimento = forms.CharField(
        label="Impedimento que se declara",
        max_length=300,
        required=False,
        help_text="La acción es de su oficina: diga cómo se salvó, por ejemplo quién más la revisó.",
    )

    def __init__(self, *args, clase: str, es_suya: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clase"].initial = clase
        bien, mal = DE_CONTROL[clase]
        self.fields["favorable"].label = self.ROTULOS[clase]
        self.fields["favorable"].choices = [("si", bien), ("no", mal)]
        if not es_suya:
            del self.fields["impedimento"]

    def argumentos(self) -> dict:
        """Lo que pide la acción de conceptuar."""
        datos = self.cleaned_data
        return datos | {"favorable": datos["favorable"] == "si"}


class ContinuarForm(forms.Form):
    """En qué plan, o en cuál de sus actividades, sigue la acción."""

    destino = forms.ChoiceField(label="Dónde sigue", widget=forms.RadioSelect)

    def __init__(self, *args, planes: Sequence[Plan], actividades: Sequence, nuevo: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.planes = {f"plan-{uno.pk}": uno for uno in planes}
        self.actividades = {f"actividad-{una.pk}": una for una in actividades}
        opciones = [
            *((clave, f"En «{uno.nombre}», que se está formulando") for clave, uno in self.planes.items()),
            *((clave, f"Es la actividad {una} de «{una.plan.nombre}»") for clave, una in self.actividades.items()),
            *([("nuevo", nuevo)] if nuevo else []),
        ]
        self.fields["destino"].choices = opciones
        if len(opciones) == 1:
            self.fields["destino"].initial = opciones[0][0]

    def argumentos(self) -> dict:
        """El plan o la actividad; ninguno, si es un plan nuevo."""
        destino = self.cleaned_data["destino"]
        return {"plan": self.planes.get(destino), "actividad": self.actividades.get(destino)}


__all__ = [
    "ConceptuarForm",
    "ContinuarForm",
    "CrearMejoraForm",
    "MejoraForm",
    "MejoraQueContinuaForm",
    "MotivoForm",
    "SuscribirForm",
    "VerificarForm",
]
