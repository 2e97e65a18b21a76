"""Formularios para corregir lo aprobado sin versión nueva: una errata y un acto mal escrito."""

from django import forms

from planes.campos import CORREGIBLES
from planes.forms.actividades import ActividadForm
from planes.forms.planes import ActoForm
from planes.reglas.formula import es_porcentaje

_MOTIVO = {
    "label": "Qué estaba mal",
    "max_length": 500,
    "widget": forms.Textarea(attrs={"rows": 2}),
    "help_text": "Una frase. Queda en la historia del plan con su nombre.",
}


class CorregirForm(ActividadForm):
    """Lo no sustancial de una actividad aprobada, con el motivo de la corrección."""

    motivo = forms.CharField(**_MOTIVO)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        corregibles = {campo.nombre for campo in CORREGIBLES}
        for nombre in {*self.fields} - corregibles - {"version", "motivo"}:
            del self.fields[nombre]

    @property
    def mide_un_porcentaje(self) -> bool:
        """La unidad no se corrige aquí: vale la que rige."""
        return es_porcentaje(self.instance.unidad)


class CorregirActoForm(ActoForm):
    """El acto de una versión, bien escrito, con el motivo de la corrección; el pendiente se completa sin él."""

    motivo = forms.CharField(required=False, **_MOTIVO)
