"""Formularios del portal."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from mipg.expediente.reglas import problemas_de_archivo
from mipg.formularios import CampoFecha

TAMANO_MAXIMO = 2 * 1024 * 1024
_FUERA = "Elija una fecha entre 2020 y 2040."


class EnsayoForm(forms.Form):
    """Fecha en la que se ensaya el envío de avisos."""

    fecha = CampoFecha(
        label="Fecha",
        validators=[MinValueValidator(date(2020, 1, 1), _FUERA), MaxValueValidator(date(2040, 12, 31), _FUERA)],
    )


class PersonasForm(forms.Form):
    """Archivo con personas y sus roles."""

    archivo = forms.FileField(label="Archivo", help_text="Excel (.xlsx) o CSV, de hasta 2 MB.")

    def clean_archivo(self):
        archivo = self.cleaned_data["archivo"]
        if archivo.size > TAMANO_MAXIMO:
            raise forms.ValidationError("El archivo pesa más de 2 MB. Quítele imágenes y hojas que no sean la lista.")
        problemas = problemas_de_archivo(archivo.name, archivo.read(), TAMANO_MAXIMO)
        archivo.seek(0)
        if problemas:
            raise forms.ValidationError([p.mensaje for p in problemas])
        return archivo


class AplicarForm(forms.Form):
    """Confirmación de la importación de personas; `huella` dice qué vista previa se está confirmando."""

    huella = forms.CharField(widget=forms.HiddenInput, required=False)

    invitar = forms.BooleanField(
        label="Enviar la invitación a las personas nuevas",
        required=False,
        initial=True,
        help_text="Cada una recibe un correo con un enlace de un solo uso para poner su contraseña.",
    )
