"""Formularios de los informes de ley y de sus vencimientos."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.db.models import QuerySet

from mipg.buscador.funciones import que_contiene
from mipg.formularios import CampoFecha, opciones
from mipg.leidos import LARGO, MotivoDeLoLeidoForm, SobreLoLeidoForm, SoporteForm
from mipg.usuarios.models import Dependencia
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.models import InformeDeLey, Vencimiento
from planes.reglas.de_ley import Situacion
from politicas.models import Vigencia
from politicas.reglas import vigencia_actual

DE_QUIEN = [("", "Todos"), ("no", "Los que lleva Planeación"), ("si", "Los de Control Interno")]


def que_puede_elegir(perfil: Perfil) -> QuerySet[Dependencia]:
    """Las dependencias a las que la persona encarga algo: Control Interno, sólo la suya; las demás, cualquiera."""
    vigentes = Dependencia.objects.vigentes(perfil.hoy)
    suyas = perfil.dependencias(Permiso.LEY_DE_CONTROL)
    return vigentes.filter(pk__in=suyas) if perfil.puede(Permiso.LEY_DE_CONTROL) else vigentes


class _DatosForm(forms.Form):
    """Cómo se llama, qué norma lo manda y ante quién se presenta."""

    nombre = forms.CharField(label="Informe", max_length=200)
    norma = forms.CharField(
        label="Norma que lo manda", max_length=300, help_text="Con su artículo: «Ley 1474 de 2011, artículo 74»."
    )
    ante = forms.CharField(label="Ante quién se presenta", max_length=200)
    nota = forms.CharField(label="Nota", max_length=500, required=False)


class InformeForm(_DatosForm):
    """Un informe que una norma manda, con la fecha de su primer vencimiento."""

    vigencia = forms.ModelChoiceField(Vigencia.objects.abiertas(), label="Vigencia", empty_label=None)
    periodicidad = forms.ChoiceField(
        label="Periodicidad", choices=[("", "Elija una"), *InformeDeLey.Periodicidad.choices]
    )
    primero = CampoFecha(
        label="Primer vencimiento",
        help_text="Los demás se calculan con la periodicidad, el mismo día de cada mes; si es el último del mes, el "
        "último. Después puede corregir cada uno.",
    )
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(),
        label="Dependencia que lo debe",
        empty_label="Elija una",
        help_text="Le toca a su jefe.",
    )
    field_order = ["vigencia", "nombre", "norma", "ante", "periodicidad", "primero", "dependencia", "nota"]

    def __init__(self, *args, perfil: Perfil, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dependencia"].queryset = que_puede_elegir(perfil)


class EditarInformeForm(SobreLoLeidoForm, _DatosForm):
    """Los datos de un informe, corregidos."""


class TrasladarForm(MotivoDeLoLeidoForm):
    """A qué dependencia pasa, y por qué."""

    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(), label="Dependencia que responde", empty_label="Elija una"
    )
    field_order = ["version", "dependencia", "motivo"]

    def __init__(self, *args, hoy: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dependencia"].queryset = Dependencia.objects.vigentes(hoy)


class CopiarForm(forms.Form):
    """En qué vigencia se copia el calendario de la anterior."""

    vigencia = forms.ModelChoiceField(
        Vigencia.objects.abiertas(), label="Copiar en la vigencia", empty_label=None, help_text="Desde la anterior."
    )


class EditarVencimientoForm(MotivoDeLoLeidoForm):
    """Cuándo vence y cómo se llama su periodo."""

    periodo = forms.CharField(label="Periodo", max_length=60)
    vence = CampoFecha(label="Vence")
    field_order = ["version", "periodo", "vence", "motivo"]


class SalidaForm(SobreLoLeidoForm, SoporteForm):
    """Con qué radicado salió y su soporte."""

    radicado = forms.CharField(label="Radicado", max_length=100)
    fecha = CampoFecha(label="Fecha del radicado")
    nota = forms.CharField(
        label="Nota",
        max_length=2000,
        required=False,
        widget=LARGO,
        help_text="Si el soporte no se puede adjuntar, diga dónde reposa.",
    )
    field_order = ["version", "radicado", "fecha", "archivo", "url", "nota"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["archivo"].help_text = "El informe o la respuesta, o la constancia de que se recibió."

    def argumentos(self) -> dict:
        """Lo que pide la acción; el soporte lleva la fecha del radicado."""
        datos = {campo: valor for campo, valor in self.cleaned_data.items() if campo not in ("archivo", "url")}
        return datos | {"soporte": self.soporte(datos["fecha"])}


class CorregirSalidaForm(SalidaForm):
    """El radicado o su fecha, bien escritos, y por qué se corrigen."""

    nota = None
    motivo = forms.CharField(label="Por qué se corrige", max_length=500, widget=LARGO)
    field_order = ["version", "radicado", "fecha", "motivo", "archivo", "url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["archivo"].help_text = "Opcional: se suma a los que ya tiene."


class FiltroVencimientosForm(forms.Form):
    """Filtros del calendario; viven en la URL. Sin `?vigencia=`, la vigencia en curso."""

    q = forms.CharField(label="Informe o norma", required=False, max_length=100)
    vigencia = forms.ChoiceField(label="Vigencia", required=False)
    situacion = forms.ChoiceField(
        label="Situación",
        required=False,
        choices=[("", "Todas"), *((s, s.label) for s in Situacion if s != Situacion.SIN_RESPUESTA)],
    )
    dependencia = forms.ChoiceField(label="Dependencia", required=False)
    de_control = forms.ChoiceField(label="De quién", required=False, choices=DE_QUIEN)

    def __init__(self, data, *, perfil: Perfil, vigencias: Sequence[Vigencia], **kwargs):
        actual = vigencia_actual(vigencias, perfil.hoy)
        if "vigencia" not in data and actual:
            data = data.copy()
            data["vigencia"] = actual.pk
        super().__init__(data, **kwargs)
        self._hoy = perfil.hoy
        self.fields["vigencia"].choices = opciones("Todas", vigencias)
        self.fields["dependencia"].choices = opciones("Todas", de_quienes(Vencimiento, perfil))

    def filtrar(self, vencimientos: QuerySet, *, con_situacion: bool = True) -> QuerySet:
        """Los que cumplen los filtros; un filtro que no se entiende no filtra."""
        self.is_valid()
        datos = self.cleaned_data
        if datos.get("vigencia"):
            vencimientos = vencimientos.filter(informe__vigencia=datos["vigencia"])
        if datos.get("dependencia"):
            vencimientos = vencimientos.filter(dependencia=datos["dependencia"])
        if datos.get("de_control"):
            vencimientos = vencimientos.filter(informe__de_control=datos["de_control"] == "si")
        if con_situacion and datos.get("situacion"):
            vencimientos = vencimientos.en_situacion(datos["situacion"], self._hoy)
        if texto := datos.get("q"):
            vencimientos = que_contiene(vencimientos, texto, "informe__nombre", "informe__norma", "informe__ante")
        return vencimientos


def de_quienes(modelo, perfil: Perfil) -> QuerySet[Dependencia]:
    """Las dependencias de lo que la persona ve."""
    visibles = modelo.objects.visibles_para(perfil).order_by()
    return Dependencia.objects.filter(pk__in=visibles.values("dependencia")).only("nombre")
