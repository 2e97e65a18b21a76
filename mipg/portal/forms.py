"""Formularios del portal."""

import re
from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Field, QuerySet, URLField

from mipg.buscador.funciones import que_contiene
from mipg.formularios import CampoArchivo, CampoFecha
from mipg.libros.textos import sin_invisibles
from mipg.portal.control.fuentes import Clase, Pedido, Resultado
from planes.models import Plan
from politicas.models import Fuente, Vigencia

_FUERA = "Elija una fecha entre 2020 y 2040."


class EnsayoForm(forms.Form):
    """Fecha en la que se ensaya el envío de avisos."""

    fecha = CampoFecha(
        label="Fecha",
        validators=[MinValueValidator(date(2020, 1, 1), _FUERA), MaxValueValidator(date(2040, 12, 31), _FUERA)],
    )


class ConfirmarForm(forms.Form):
    """Confirmación de la importación de una lista; `huella` dice qué vista previa se está confirmando."""

    huella = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def opciones(self) -> dict:
        """Lo que la persona decide al confirmar, con los nombres de la acción."""
        return {campo: valor for campo, valor in self.cleaned_data.items() if campo != "huella"}


class InvitarForm(ConfirmarForm):
    """Confirmación de la importación de personas."""

    invitar = forms.BooleanField(
        label="Enviar la invitación a las personas nuevas",
        required=False,
        initial=True,
        help_text="Cada una recibe un correo con un enlace de un solo uso para poner su contraseña.",
    )


class FuenteForm(ConfirmarForm):
    """Confirmación de la hoja de un acto: qué acto es y qué años rige."""

    CAMPOS = ("clase", "nombre", "seccion", "desde", "hasta", "reparte", "url", "nota")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= forms.fields_for_model(Fuente, self.CAMPOS, formfield_callback=self._campo)
        self.fields["clase"].initial = Fuente.Clase.ACTO

    @staticmethod
    def _campo(campo: Field, **opciones) -> forms.Field:
        return campo.formfield(**opciones, **({"assume_scheme": "https"} if isinstance(campo, URLField) else {}))

    def clean(self):
        datos = super().clean()
        return {campo: sin_invisibles(dato) if isinstance(dato, str) else dato for campo, dato in datos.items()}


class ControlForm(forms.Form):
    """Qué cambios de cuentas y excepciones se miran; lo mal escrito no filtra."""

    DIAS = 90

    desde = CampoFecha(label="Desde", required=False)
    hasta = CampoFecha(label="Hasta", required=False)
    clase = forms.ChoiceField(label="Clase", choices=[("", "Todas"), *Clase.choices], required=False)
    resultado = forms.ChoiceField(label="En qué terminó", choices=[("", "Todos"), *Resultado.choices], required=False)
    texto = forms.CharField(label="Persona o palabra", max_length=200, required=False)

    def pedido(self, hoy: date) -> Pedido:
        """Lo pedido; sin fechas, los últimos `DIAS` días."""
        self.is_valid()
        datos = {campo: valor for campo, valor in self.cleaned_data.items() if valor}
        hasta = datos.setdefault("hasta", max(hoy, datos.get("desde", hoy)))
        datos.setdefault("desde", hasta - timedelta(days=self.DIAS))
        # La fecha que no se pidió muestra la que rige.
        rigen = {campo: datos[campo].isoformat() for campo in ("desde", "hasta") if not self.data.get(campo)}
        self.data = {**self.data.dict(), **rigen}
        return Pedido(**datos)

    def clean(self):
        datos = super().clean()
        if datos.get("desde") and datos.get("hasta") and datos["hasta"] < datos["desde"]:
            self.add_error("hasta", "Es anterior a la inicial.")
        return datos


# --- Micrositio ---------------------------------------------------------------------------------------------


class PlanesPublicosForm(forms.Form):
    """Qué planes publicados se buscan; las opciones son sólo las que tienen alguno."""

    q = forms.CharField(label="Palabras", required=False, max_length=200)
    vigencia = forms.ModelChoiceField(
        Vigencia.objects.none(), to_field_name="anio", label="Vigencia", required=False, empty_label="Todas"
    )
    clase = forms.ChoiceField(label="Clase de plan", required=False)

    def __init__(self, *args, publicados: QuerySet[Plan], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vigencia"].queryset = Vigencia.objects.filter(pk__in=publicados.values("vigencia"))
        self.fields["clase"].choices = [("", "Todas"), *Plan.Clase.choices]

    def filtrar(self, planes: QuerySet[Plan]) -> QuerySet[Plan]:
        """Los planes que cumplen lo pedido; un valor que no existe no filtra y se dice en su campo."""
        self.is_valid()
        pedido = {campo: valor for campo, valor in self.cleaned_data.items() if valor}
        texto = pedido.pop("q", "")
        return que_contiene(
            planes.filter(**pedido), texto, "nombre", "politica__nombre", "tipo__nombre", "dependencia__nombre"
        )


_SEPARADORES_DE_CODIGO = re.compile(r"[\s\-\u2010-\u2015.·]+")
_CODIGO = re.compile(r"[A-Z0-9]{12,16}")


class VerificacionForm(forms.Form):
    """El código impreso en un documento, escrito como se pueda: en minúsculas, con espacios o con guiones."""

    codigo = forms.CharField(
        label="Código de verificación",
        max_length=60,
        help_text="Doce letras y números. Está en la portada del documento y al pie de cada página.",
        error_messages={"required": "Escriba el código que está impreso en el documento."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_codigo(self):
        codigo = _SEPARADORES_DE_CODIGO.sub("", self.cleaned_data["codigo"]).upper()
        if not _CODIGO.fullmatch(codigo):
            raise forms.ValidationError("Ese código no está completo: son doce letras y números.")
        return codigo


class ComparacionForm(forms.Form):
    """El archivo que alguien recibió, para comparar su huella. No se guarda."""

    codigo = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    archivo = CampoArchivo(
        label="El PDF que usted tiene",
        help_text="Calculamos su huella, la comparamos y lo olvidamos: el archivo no se guarda.",
        error_messages={
            "required": "Elija el archivo que quiere comprobar.",
            "empty": "Ese archivo está vacío.",
            "muy_grande": "El archivo pesa más de {maximo} MB: ningún informe de la entidad pesa tanto.",
        },
        se_guarda=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
