"""Formularios de las ventanas de formulación."""

from datetime import date

from django import forms

from mipg.formularios import CampoFecha
from mipg.usuarios.models import Dependencia
from planes.models import Plan
from politicas.models import Vigencia


def _motivo(**como) -> forms.CharField:
    return forms.CharField(label="Motivo", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **como)


class VentanaForm(forms.Form):
    """Entre qué días se envían los planes de una vigencia, o los de una dependencia."""

    vigencia = forms.ModelChoiceField(Vigencia.objects.abiertas(), label="Vigencia", empty_label=None)
    clase = forms.ChoiceField(label="Planes", required=False, choices=[("", "Todos los planes"), *Plan.Clase.choices])
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(),
        label="Dependencia",
        required=False,
        empty_label="Todas las dependencias",
        help_text="Con una dependencia, sus planes se envían en esta ventana además de la general.",
    )
    abre = CampoFecha(label="Abre")
    cierra = CampoFecha(label="Cierra")
    motivo = _motivo(required=False, help_text="Si es de una sola dependencia, diga por qué.")

    def __init__(self, *args, hoy: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dependencia"].queryset = Dependencia.objects.vigentes(hoy)

    def clean(self):
        datos = super().clean()
        if datos.get("dependencia") and not datos.get("motivo"):
            self.add_error("motivo", "Diga por qué esa dependencia tiene otra ventana.")
        return datos


class AmpliarVentanaForm(forms.Form):
    """Hasta qué día se amplía una ventana, y por qué."""

    cierra = CampoFecha(label="Cierra")
    motivo = _motivo()
