"""Formularios del catálogo."""

from datetime import date

from django import forms
from django.db.models import Q

from mipg.formularios import CampoFecha
from mipg.usuarios.models import Dependencia, Usuario
from politicas.models import Politica


class EnlaceForm(forms.Form):
    """Quién será el enlace de una dependencia para una política, y desde cuándo."""

    politica = forms.ModelChoiceField(Politica.objects.none(), label="Política")
    dependencia = forms.ModelChoiceField(Dependencia.objects.none(), label="Dependencia")
    persona = forms.ModelChoiceField(
        Usuario.objects.none(),
        label="Persona",
        help_text="Si la dependencia ya tiene enlace para la política, el anterior termina el día antes.",
    )
    desde = CampoFecha(label="Desde")

    def __init__(self, *args, hoy: date, politicas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["politica"].queryset = politicas
        self.fields["dependencia"].queryset = Dependencia.objects.vigentes(hoy)
        self.fields["persona"].queryset = Usuario.objects.filter(is_active=True).filter(
            Q(vinculo_hasta=None) | Q(vinculo_hasta__gte=hoy)
        )
