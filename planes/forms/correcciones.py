"""Formularios para corregir lo aprobado sin versión nueva: una errata y un acto mal escrito."""

from django import forms

from planes.campos import CORREGIBLES, LISTAS, POR_NOMBRE
from planes.forms.actividades import ActividadForm
from planes.forms.planes import ActoForm
from planes.reglas.formula import es_porcentaje

QUE_ESTABA_MAL = {
    "label": "Qué estaba mal",
    "max_length": 500,
    "widget": forms.Textarea(attrs={"rows": 2}),
    "help_text": "Una frase. Queda en la historia del plan con su nombre.",
}


class CorregirForm(ActividadForm):
    """Lo no sustancial de una actividad aprobada, con el motivo de la corrección."""

    motivo = forms.CharField(**QUE_ESTABA_MAL)
    # Las ayudas de cada grupo son para formular.
    GRUPOS = tuple((titulo, "") for titulo, _ in ActividadForm.GRUPOS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        corregibles = {campo.nombre for campo in CORREGIBLES}
        for nombre in {*self.fields} - corregibles - {"version", "motivo"}:
            del self.fields[nombre]
        # Lo que se veía de cada campo: se corrige sólo lo que la persona cambió.
        for nombre in corregibles & self.fields.keys():
            self.fields[nombre].show_hidden_initial = True

    @property
    def datos(self) -> dict:
        """Los campos que la persona cambió y el motivo, con los nombres de la acción."""
        return {campo: valor for campo, valor in super().datos.items() if campo in {*self.changed_data, "motivo"}}

    @property
    def vistos(self) -> dict:
        """De cada campo que cambió, lo que se veía; de una lista, sus claves. Sin lo que alguien retocó."""
        leidos = {}
        for nombre in {*self.changed_data} - {"version", "motivo"}:
            campo = self.fields[nombre]
            escrito = campo.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(nombre))
            try:
                visto = campo.to_python(escrito)
            except forms.ValidationError:
                continue
            leidos[nombre] = sorted(uno.pk for uno in visto) if POR_NOMBRE[nombre].clase in LISTAS else visto
        return leidos

    @property
    def mide_un_porcentaje(self) -> bool:
        """La unidad no se corrige aquí: vale la que rige."""
        return es_porcentaje(self.instance.unidad)


class CorregirActoForm(ActoForm):
    """El acto de una versión, bien escrito, con el motivo de la corrección; el pendiente se completa sin él."""

    motivo = forms.CharField(required=False, **QUE_ESTABA_MAL)
