"""Qué dos versiones de un plan se comparan, y cuánto se ve."""

from collections.abc import Sequence

from django import forms

from mipg.etiquetas import fecha
from planes.models import VersionPlan


class CompararForm(forms.Form):
    """Dos versiones en la URL; sin ellas, o si no se entienden, la anterior y la última."""

    SOLO_CAMBIOS, TODAS = "", "todo"

    de = forms.ChoiceField(label="De la versión", required=False)
    a = forms.ChoiceField(label="A la versión", required=False)
    ver = forms.ChoiceField(
        label="Actividades",
        required=False,
        choices=[(SOLO_CAMBIOS, "Sólo lo que cambia"), (TODAS, "Todas, también las que siguen igual")],
    )

    def __init__(self, data, *, versiones: Sequence[VersionPlan], **kwargs):
        self._versiones = {str(una.numero): una for una in versiones}
        ultimas = list(self._versiones)[:2]
        if len(ultimas) > 1:
            por_omision = dict(zip(("a", "de"), ultimas, strict=True))
            data = (
                por_omision
                | {campo: valor for campo, valor in data.items() if valor in self._versiones}
                | {"ver": data.get("ver", "")}
            )
        super().__init__(data, **kwargs)
        for campo in ("de", "a"):
            self.fields[campo].choices = [
                (numero, f"Versión {numero}, aprobada el {fecha(una.aprobado_en)}")
                for numero, una in self._versiones.items()
            ]

    @property
    def todo(self) -> bool:
        """También las que siguen igual."""
        return self.is_valid() and self.cleaned_data["ver"] == self.TODAS

    def pareja(self) -> tuple[VersionPlan, VersionPlan] | None:
        """La de antes y la de después; `None` si el plan no tiene dos."""
        if len(self._versiones) < 2:
            return None
        return self._versiones[self.data["de"]], self._versiones[self.data["a"]]
