"""Formularios de prórrogas: pedir, decidir y filtrar la lista."""

from django import forms

from mipg.formularios import CampoFecha
from planes.models import Prorroga
from planes.querysets import ProrrogaQuerySet


class PedirProrrogaForm(forms.Form):
    """Hasta cuándo y por qué."""

    fecha_nueva = CampoFecha(label="Nueva fecha de fin")
    motivo = forms.CharField(
        label="Por qué hace falta más plazo", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecidirProrrogaForm(forms.Form):
    """Conceder o negar, con su motivo si se niega."""

    decision = forms.ChoiceField(
        label="Decisión", choices=[("conceder", "Conceder"), ("negar", "Negar")], widget=forms.RadioSelect
    )
    motivo = forms.CharField(
        label="Motivo",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatorio si se niega.",
    )


class FiltroProrrogasForm(forms.Form):
    """Filtro de la lista de prórrogas."""

    estado = forms.ChoiceField(label="Estado", required=False, choices=[("", "Todas"), *Prorroga.Estado.choices])

    def filtrar(self, prorrogas: ProrrogaQuerySet) -> ProrrogaQuerySet:
        """Las que cumplen lo elegido; lo que no es una opción no filtra."""
        estado = self.cleaned_data.get("estado") if self.is_valid() else ""
        return prorrogas.filter(estado=estado) if estado else prorrogas
