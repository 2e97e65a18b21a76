"""Formularios del catálogo."""

from collections.abc import Collection
from datetime import date

from django import forms

from mipg.formularios import CampoFecha
from mipg.libros.textos import sin_invisibles
from mipg.usuarios.forms import SobreLoLeido
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
from politicas.models import Fuente, Politica, Vigencia
from politicas.reglas import Contradiccion, problemas_de_parametros, problemas_para_corregir


class PoliticaField(forms.ModelChoiceField):
    """Una política; con `con_version`, dice de cuál versión del modelo: dos se pueden llamar igual."""

    con_version = False

    def label_from_instance(self, politica: Politica) -> str:
        """Su número y su nombre."""
        return f"{politica} · {politica.dimension.version}" if self.con_version else str(politica)


class EnlaceForm(forms.Form):
    """Quién será el enlace de una dependencia para una política, y desde cuándo."""

    politica = PoliticaField(Politica.objects.none(), label="Política", empty_label="Elija una")
    dependencia = forms.ModelChoiceField(Dependencia.objects.none(), label="Dependencia", empty_label="Elija una")
    persona = forms.ModelChoiceField(
        Usuario.objects.none(),
        label="Persona",
        empty_label="Elija una",
        help_text="Si ya hay enlace, termina el día antes; si otro empieza después, éste lo es hasta entonces.",
    )
    desde = CampoFecha(label="Desde")

    def __init__(
        self, *args, hoy: date, politicas, suyas: Collection[int] | None = None, con_version: bool = False, **kwargs
    ):
        """`suyas`: las dependencias (claves primarias) en que puede designar; `None`, en todas.

        `con_version`: las políticas son de varias versiones del modelo.
        """
        super().__init__(*args, **kwargs)
        dependencias, personas = Dependencia.objects.vigentes(hoy), Usuario.objects.vinculadas(hoy)
        if suyas is not None:
            de_ahi = Asignacion.objects.vigentes(hoy).filter(dependencia__in=suyas)
            dependencias = dependencias.filter(pk__in=suyas)
            personas = personas.filter(pk__in=de_ahi.order_by().values("persona"))
            self.fields["persona"].help_text += " Están las de su dependencia; si falta alguna, pídala a Planeación."
        self.fields["politica"].con_version = con_version
        self.fields["politica"].queryset = politicas
        self.fields["dependencia"].queryset = dependencias
        self.fields["persona"].queryset = personas


class TerminarEnlaceForm(forms.Form):
    """Hasta qué día es alguien el enlace."""

    ultimo = CampoFecha(label="Último día como enlace", help_text="Desde ayer: lo que ya pasó no cambia.")


class NotaForm(forms.Form):
    """Lo que se quiera decir de lo hecho."""

    nota = forms.CharField(
        label="Nota",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Con qué termina: el documento, el acto, dónde está.",
    )


class RetirarForm(forms.Form):
    """Por qué se retira lo que se cargó por error, o se reabre lo que se dio por terminado."""

    motivo = forms.CharField(label="Motivo", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class VigenciaForm(SobreLoLeido):
    """Parámetros de una vigencia ya abierta: plazos, umbrales y días de aviso, con las reglas de la apertura."""

    class Meta:
        model = Vigencia
        fields = [
            "fecha_limite_institucionales",
            "fecha_limite_politicas",
            "umbral_satisfactorio",
            "umbral_aceptable",
            "exige_aval",
            "dias_sin_aval",
            "dias_aviso",
            "dias_proxima",
        ]

    def clean(self):
        datos = super().clean()
        plazos = ("fecha_limite_institucionales", "fecha_limite_politicas", "dias_aviso")
        if all(datos.get(campo) is not None for campo in plazos):
            for problema in problemas_de_parametros(anio=self.instance.anio, **{c: datos[c] for c in plazos}):
                self.add_error(problema.campo, problema.mensaje)
        return datos


def _lo_que_rige(form: SobreLoLeido, campos: Collection[str]) -> bool:
    return form.instance.pk is None or bool(set(form.changed_data) & set(campos))


def _medidos() -> list[int]:
    return list(Vigencia.objects.filter(trimestre_cerrado__gt=0).values_list("anio", flat=True))


class FuenteCorregidaForm(SobreLoLeido):
    """Una fuente que se corrige a mano: lo que rige en un año con cortes cerrados no cambia."""

    def clean(self):
        datos = super().clean()
        antes = Fuente.objects.filter(pk=self.instance.pk, retirada_en=None).values_list("desde", "hasta").first()
        if datos.get("desde") and not self.instance.retirada_en:
            problemas = problemas_para_corregir(
                antes=antes,
                despues=(datos["desde"], datos.get("hasta")),
                medidos=_medidos(),
                rigen=_lo_que_rige(self, ("nombre", "seccion", "reparte", "orden")),
            )
            for problema in problemas:
                self.add_error(None, problema.mensaje)
        return datos


class ResponsabilidadCorregidaForm(SobreLoLeido):
    """Lo que una fuente dice, que se corrige a mano: en un año con cortes cerrados sólo cambia su nota."""

    def clean(self):
        datos = super().clean()
        if not _lo_que_rige(self, set(self.fields) - {"nota"}):
            return datos
        antes = self.instance.fuente if self.instance.pk else None
        for fuente in dict.fromkeys(filter(None, (antes, datos.get("fuente")))):
            rige = (fuente.desde, fuente.hasta)
            if not fuente.retirada_en:
                for problema in problemas_para_corregir(antes=None, despues=rige, medidos=_medidos(), rigen=True):
                    self.add_error(None, problema.mensaje)
        return datos


class CampoLargo(forms.CharField):
    """Texto de varios renglones, sin lo que no se ve."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value):
        """El texto compuesto y sin caracteres de control."""
        return sin_invisibles(super().to_python(value)).strip()


OTRA = "otra"


class DecidirContradiccionForm(forms.Form):
    """Cuál de las fuentes vale, u otra cosa, y con qué fundamento. `huella` es la de lo que se leyó."""

    huella = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opcion = forms.ChoiceField(label="Qué se decide", widget=forms.RadioSelect)
    texto = CampoLargo(
        label="Qué se decidió, si es otra cosa",
        required=False,
        max_length=1000,
        help_text="Sólo si ninguna fuente lo dice como quedó.",
    )
    fundamento = CampoLargo(
        label="Acto o fundamento",
        max_length=1000,
        help_text="El acto administrativo, el acta o la razón. Se publica junto a la decisión.",
    )

    def __init__(self, *args, contradiccion: Contradiccion, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["huella"].initial = contradiccion.huella
        opciones = [(o.clave, f"Vale {o.dice}, según {o.fuente}") for o in contradiccion.elegibles]
        self.fields["opcion"].choices = [*opciones, (OTRA, "Otra cosa")]

    def clean(self):
        datos = super().clean()
        if datos.get("opcion") == OTRA:
            datos["opcion"] = ""
        elif datos.get("opcion") and datos.get("texto"):
            self.add_error("texto", "Escogió lo que dice una fuente: borre este texto o escoja «Otra cosa».")
        return datos


class RevocarDecisionForm(forms.Form):
    """Por qué se revoca."""

    motivo = CampoLargo(label="Por qué se revoca", max_length=1000)
