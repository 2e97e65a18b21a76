"""Formularios de la vigencia ya abierta: corregir su versión del modelo y cerrarla."""

from django import forms

from mipg.etiquetas import contar
from politicas.models import VersionModelo


class VersionField(forms.ModelChoiceField):
    """Versión del modelo; la que no se ha verificado lo dice."""

    widget = forms.RadioSelect

    def label_from_instance(self, version: VersionModelo) -> str:
        """Su nombre, su manual y si está por verificar."""
        return version.rotulo


class VersionForm(forms.Form):
    """Con qué versión del modelo debía trabajar la vigencia, y por qué se corrige."""

    version = VersionField(VersionModelo.objects.all(), label="Versión del modelo", empty_label=None)
    motivo = forms.CharField(label="Motivo", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, archivos: int, **kwargs):
        super().__init__(*args, **kwargs)
        if archivos:
            rotulo = f"Descartar {contar(archivos, 'archivo', 'archivos')} por confirmar"
            self.fields["descartar_archivos"] = forms.BooleanField(label=rotulo, required=False)


class CierreForm(forms.Form):
    """Lo que se confirma al cerrar: sólo se pregunta por los planes que haya."""

    def __init__(self, *args, por_cerrar: int, sin_aprobar: int, **kwargs):
        super().__init__(*args, **kwargs)
        preguntas = (
            ("cerrar_planes", por_cerrar, f"Cerrar {contar(por_cerrar, 'plan que rige', 'planes que rigen')}"),
            ("desistir_planes", sin_aprobar, f"Desistir de {contar(sin_aprobar, 'plan', 'planes')} sin aprobar"),
        )
        for campo, cuantos, rotulo in preguntas:
            if cuantos:
                self.fields[campo] = forms.BooleanField(label=rotulo, required=False)
