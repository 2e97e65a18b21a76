"""Formularios de quien avala, devuelve o acepta."""

from django import forms

from seguimiento.forms.captura import CampoTexto
from seguimiento.models import Avance, ObservacionAvance


class DevolucionForm(forms.Form):
    """Un comentario en cada campo que hay que corregir."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for campo in ObservacionAvance.Campo:
            self.fields[campo.value] = CampoTexto(label=campo.label, rows=2, max_length=1000)

    def observaciones(self) -> dict[str, str]:
        """`{campo: comentario}` de los que se escribieron."""
        return {c.value: self.cleaned_data[c.value] for c in ObservacionAvance.Campo if self.cleaned_data[c.value]}


class DecisionForm(forms.Form):
    """Avalar o deshacer una aceptación: sobre la versión que se leyó."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AceptacionForm(DecisionForm):
    """Aceptar; con motivo cuando va sin aval."""

    motivo = forms.CharField(
        label="Por qué se acepta sin aval", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, avance: Avance, **kwargs):
        super().__init__(*args, auto_id="id_aceptar_%s", **kwargs)
        if not avance.espera_aval:
            del self.fields["motivo"]
