"""Formularios de la supresión de una dependencia."""

from datetime import date

from django import forms
from django.db.models import QuerySet

from mipg.buscador.funciones import que_contiene
from mipg.formularios import CampoFecha
from mipg.usuarios.models import Dependencia, Supresion


class FiltroDependencias(forms.Form):
    """Filtros de la lista de dependencias."""

    texto = forms.CharField(label="Nombre o sigla", required=False, max_length=100)
    estado = forms.ChoiceField(
        label="Estado",
        choices=[("", "Las que existen"), ("suprimidas", "Suprimidas"), ("todas", "Todas")],
        required=False,
    )

    def filtrar(self, dependencias: QuerySet, hoy: date) -> QuerySet:
        """Las que cumplen los filtros; uno mal escrito no filtra."""
        datos = self.cleaned_data if self.is_valid() else {}
        if texto := datos.get("texto"):
            dependencias = que_contiene(dependencias, texto, "nombre", "sigla")
        match datos.get("estado", ""):
            case "todas":
                return dependencias
            case "suprimidas":
                return dependencias.filter(vigente_hasta__lt=hoy)
        return dependencias.vigentes(hoy)


class SupresionForm(forms.Form):
    """Quién sucede a una dependencia, desde cuándo y con qué acto."""

    sucesora = forms.ModelChoiceField(
        Dependencia.objects.none(),
        label="La sucede",
        required=False,
        empty_label="Ninguna",
        help_text="Recibe todo lo que está vivo. Sólo la que no tiene nada a cargo se suprime sin sucesora.",
    )
    rige_desde = CampoFecha(label="Rige desde", help_text="Primer día en que la dependencia ya no existe.")
    acto = forms.CharField(
        label="Acto administrativo",
        max_length=Supresion._meta.get_field("acto").max_length,
        help_text="Por ejemplo: Decreto 12 del 3 de marzo de 2026.",
    )

    def __init__(self, *args, dependencia: Dependencia, hoy: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sucesora"].queryset = Dependencia.objects.vigentes(hoy).exclude(pk=dependencia.pk)
        self.fields["rige_desde"].initial = hoy


class RestablecerForm(forms.Form):
    """Por qué se deshace una supresión."""

    motivo = forms.CharField(
        label="Por qué se restablece", max_length=Supresion._meta.get_field("deshecha_motivo").max_length
    )
