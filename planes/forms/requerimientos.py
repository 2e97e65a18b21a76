"""Formularios de los requerimientos."""

from django import forms
from django.db.models import QuerySet

from mipg.buscador.funciones import que_contiene
from mipg.formularios import CampoFecha, opciones
from mipg.leidos import LARGO, SobreLoLeidoForm
from mipg.usuarios.reglas import Perfil
from planes.forms.informes_de_ley import DE_QUIEN, SalidaForm, de_quienes, que_puede_elegir
from planes.models import Requerimiento
from planes.models.requerimientos import PLAZO_MAXIMO
from planes.reglas.de_ley import Situacion


class _DatosForm(forms.Form):
    """Quién pide, qué y en qué plazo."""

    quien_pide = forms.CharField(
        label="Quién pide", max_length=200, help_text="La entidad: un ente de control, un juzgado, el Concejo."
    )
    radicado = forms.CharField(label="Radicado de entrada", max_length=100)
    asunto = forms.CharField(label="Qué pide", max_length=2000, widget=LARGO)
    recibido = CampoFecha(label="Recibido")
    clase_plazo = forms.ChoiceField(label="Plazo", choices=Requerimiento.Clase.choices, widget=forms.RadioSelect)
    plazo = forms.IntegerField(
        label="Días de plazo",
        required=False,
        min_value=1,
        max_value=PLAZO_MAXIMO,
        help_text="Se cuentan desde el día siguiente al recibo; los hábiles, sin festivos ni asuetos locales.",
    )
    vence = CampoFecha(label="Fecha fija", required=False, help_text="Sólo si quien pide fijó el día.")


class RequerimientoForm(_DatosForm):
    """Un requerimiento nuevo."""

    dependencia = forms.ModelChoiceField(
        None, label="Dependencia que responde", empty_label="Elija una", help_text="Le toca a su jefe."
    )

    def __init__(self, *args, perfil: Perfil, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dependencia"].queryset = que_puede_elegir(perfil)


class EditarRequerimientoForm(SobreLoLeidoForm, _DatosForm):
    """Lo que se registró mal, y por qué se corrige."""

    motivo = forms.CharField(label="Por qué se corrige", max_length=500, widget=LARGO)


class AdelantarForm(SalidaForm):
    """Una respuesta parcial: qué se responde, con qué radicado y su soporte."""

    nota = None
    texto = forms.CharField(label="Qué se responde", max_length=2000, widget=LARGO)
    field_order = ["version", "radicado", "fecha", "texto", "archivo", "url"]


class ProrrogarForm(SalidaForm):
    """La prórroga que concedió quien pide: hasta cuándo y con qué oficio."""

    nota = None
    vence = CampoFecha(label="Nueva fecha de vencimiento")
    texto = forms.CharField(label="Qué dice", max_length=2000, required=False, widget=LARGO)
    field_order = ["version", "vence", "radicado", "fecha", "texto", "archivo", "url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["radicado"].label = "Oficio con que la concedieron"
        self.fields["fecha"].label = "Fecha del oficio"
        self.fields["archivo"].help_text = "Opcional."


class FiltroRequerimientosForm(forms.Form):
    """Filtros de la lista de requerimientos; viven en la URL."""

    q = forms.CharField(label="Quién pide, radicado o asunto", required=False, max_length=100)
    situacion = forms.ChoiceField(
        label="Situación",
        required=False,
        choices=[("", "Todas"), *Situacion.choices, ("DEVUELTO", "Devuelto por competencia")],
    )
    dependencia = forms.ChoiceField(label="Dependencia", required=False)
    de_control = forms.ChoiceField(label="De quién", required=False, choices=DE_QUIEN)
    desde = CampoFecha(label="Recibido desde", required=False)
    hasta = CampoFecha(label="Recibido hasta", required=False)

    def __init__(self, data, *, perfil: Perfil, **kwargs):
        super().__init__(data, **kwargs)
        self._hoy = perfil.hoy
        self.fields["dependencia"].choices = opciones("Todas", de_quienes(Requerimiento, perfil))

    def filtrar(self, requerimientos: QuerySet, *, con_situacion: bool = True) -> QuerySet:
        """Los que cumplen los filtros; un filtro que no se entiende no filtra."""
        self.is_valid()
        datos = self.cleaned_data
        for campo, busca in (("dependencia", "dependencia"), ("desde", "recibido__gte"), ("hasta", "recibido__lte")):
            if datos.get(campo):
                requerimientos = requerimientos.filter(**{busca: datos[campo]})
        if datos.get("de_control"):
            requerimientos = requerimientos.filter(de_control=datos["de_control"] == "si")
        elegida = datos.get("situacion") if con_situacion else ""
        if elegida == "DEVUELTO":
            requerimientos = requerimientos.filter(devuelto_en__isnull=False)
        elif elegida:
            requerimientos = requerimientos.en_situacion(elegida, self._hoy)
        if texto := datos.get("q"):
            requerimientos = que_contiene(requerimientos, texto, "quien_pide", "radicado", "radicado_salida", "asunto")
        return requerimientos
