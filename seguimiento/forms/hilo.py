"""Qué parte del hilo se mira: de qué medición, de qué política y cuál lista."""

from collections.abc import Sequence

from django import forms

from furag.models import Medicion
from mipg.formularios import opciones
from politicas.models import Politica


class FiltroBrechas(forms.Form):
    """De qué medición es el tablero de brechas; la que no existe no filtra: la última."""

    medicion = forms.ChoiceField(label="Medición", required=False)

    def __init__(self, data, *args, mediciones: Sequence[Medicion], **kwargs):
        super().__init__(data, *args, **kwargs)
        pedida = data.get("medicion", "")
        self.medicion = next((una for una in mediciones if str(una.anio) == pedida), mediciones[0])
        self.fields["medicion"].choices = [(una.anio, f"Vigencia {una.anio}") for una in mediciones]


class FiltroHilo(FiltroBrechas):
    """De qué medición y de qué política; sin política, de todas. Lo que no existe no filtra."""

    PARTES = (
        ("", "Recomendaciones"),
        ("abiertas", "Abiertas"),
        ("sin_accion", "Sin acción"),
        ("acciones", "Acciones"),
        ("sin_recomendacion", "Sin recomendación"),
        ("vencidas", "Vencidas"),
        ("cumplidas", "Cumplidas"),
        ("efectivas", "Efectivas"),
    )

    politica = forms.ChoiceField(label="Política", required=False)
    ver = forms.ChoiceField(required=False, choices=PARTES, widget=forms.HiddenInput)

    def __init__(self, data, *args, mediciones: Sequence[Medicion], **kwargs):
        super().__init__(data, *args, mediciones=mediciones, **kwargs)
        politicas = Politica.objects.filter(dimension__version=self.medicion.version_id)
        politicas = {una.pk: una for una in politicas.select_related("dimension")}
        self.fields["politica"].choices = opciones("Todas", politicas.values())
        self.is_valid()
        pedida = self.cleaned_data.get("politica", "")
        self.politica = politicas[int(pedida)] if pedida else None
        self.ver = self.cleaned_data.get("ver", "")
