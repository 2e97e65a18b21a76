"""Formularios de la medición."""

from django import forms

from furag.models import Medicion
from mipg.formularios import campo_de_modelo


class MedicionForm(forms.ModelForm):
    """El calendario de una medición que ya existe."""

    class Meta:
        model = Medicion
        fields = ["anio_captura", "version", "serie", "abre", "cierra", "fecha_publicacion"]
        help_texts = {
            "anio_captura": "Cuándo se responde en el aplicativo nacional; no es la vigencia medida.",
            "serie": "Sin ella, sus puntajes no se comparan con los de ningún otro año.",
        }
        formfield_callback = campo_de_modelo

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].empty_label = "Elija una"
        self.fields["serie"].empty_label = "Ninguna"


class NuevaMedicionForm(MedicionForm):
    """Una medición nueva: además, la vigencia que mide."""

    class Meta(MedicionForm.Meta):
        fields = ["anio", *MedicionForm.Meta.fields]
        help_texts = MedicionForm.Meta.help_texts | {"anio": "El año que se mide, como «2025» en «Resultados_vig2025»."}
