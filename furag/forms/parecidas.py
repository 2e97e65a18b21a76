"""Decir de cada recomendación parecida a un hallazgo si es la misma."""

from collections.abc import Sequence

from django import forms
from django.utils.text import Truncator

from furag.parecidas import Parecida

TEXTO_A_LA_VISTA = 400
_OPCIONES = [("", "Todavía no se sabe"), ("si", "Es lo mismo: la acción la atiende"), ("no", "No es lo mismo")]


class LigarForm(forms.Form):
    """Una pregunta por cada acción y recomendación que se parecen."""

    def __init__(self, *args, parecidas: Sequence[Parecida], **kwargs):
        super().__init__(*args, **kwargs)
        self.pares = {}
        for mejora, recomendacion in parecidas:
            nombre = f"par_{mejora.pk}_{recomendacion.pk}"
            self.pares[nombre] = (mejora.pk, recomendacion.pk)
            self.fields[nombre] = forms.ChoiceField(
                label=f"{mejora.codigo}: «{Truncator(mejora.hallazgo).chars(TEXTO_A_LA_VISTA)}»",
                help_text=f"{recomendacion.referencia}: «{Truncator(recomendacion.texto).chars(TEXTO_A_LA_VISTA)}»",
                choices=_OPCIONES,
                widget=forms.RadioSelect,
                required=False,
            )

    @property
    def decididas(self) -> dict[tuple[int, int], bool]:
        """De cada par que se contestó, si es lo mismo."""
        return {par: dicho == "si" for nombre, par in self.pares.items() if (dicho := self.cleaned_data[nombre])}

    def clean(self):
        """Guardar sin contestar nada no decide nada."""
        if not any(self.cleaned_data.values()):
            raise forms.ValidationError("No contestó ninguna: diga de alguna si es lo mismo.")
        return self.cleaned_data
