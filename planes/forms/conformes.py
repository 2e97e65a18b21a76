"""Formulario del conforme del colíder."""

from collections.abc import Mapping

from django import forms

from planes.forms.salidas import SobreElPlanForm
from planes.models import Conforme


class ConformeForm(SobreElPlanForm):
    """Conforme, o reparo con su texto; de qué dependencia, si la persona dirige varias que colideran."""

    dependencia = forms.TypedChoiceField(label="A nombre de", coerce=int)
    sentido = forms.ChoiceField(label="Sobre lo que se envió", choices=Conforme.Sentido, widget=forms.RadioSelect)
    texto = forms.CharField(
        label="Reparo u observación",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Obligatorio si es un reparo. Lo lee quien decide; no detiene el plan.",
    )

    def __init__(self, *args, suyas: Mapping[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dependencia"].choices = list(suyas.items())
