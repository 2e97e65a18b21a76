"""Formularios del catálogo."""

from datetime import date

from django import forms

from mipg.formularios import CampoFecha
from mipg.usuarios.forms import SobreLoLeido
from mipg.usuarios.models import Dependencia, Usuario
from politicas.models import Politica, Vigencia
from politicas.reglas import problemas_de_parametros


class EnlaceForm(forms.Form):
    """Quién será el enlace de una dependencia para una política, y desde cuándo."""

    politica = forms.ModelChoiceField(Politica.objects.none(), label="Política", empty_label="Elija una")
    dependencia = forms.ModelChoiceField(Dependencia.objects.none(), label="Dependencia", empty_label="Elija una")
    persona = forms.ModelChoiceField(
        Usuario.objects.none(),
        label="Persona",
        empty_label="Elija una",
        help_text="Si la dependencia ya tiene enlace para la política, el anterior termina el día antes.",
    )
    desde = CampoFecha(label="Desde")

    def __init__(self, *args, hoy: date, politicas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["politica"].queryset = politicas
        self.fields["dependencia"].queryset = Dependencia.objects.vigentes(hoy)
        self.fields["persona"].queryset = Usuario.objects.vinculadas(hoy)


class RetirarForm(forms.Form):
    """Por qué se retira lo que se cargó por error."""

    motivo = forms.CharField(label="Motivo", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class VigenciaForm(SobreLoLeido):
    """Parámetros de una vigencia ya abierta: plazos, umbrales y días de aviso, con las reglas de la apertura."""

    class Meta:
        model = Vigencia
        fields = [
            "fecha_limite_institucionales",
            "fecha_limite_politicas",
            "umbral_satisfactorio",
            "umbral_aceptable",
            "exige_aval",
            "dias_sin_aval",
            "dias_aviso",
            "dias_proxima",
        ]

    def clean(self):
        datos = super().clean()
        plazos = ("fecha_limite_institucionales", "fecha_limite_politicas", "dias_aviso")
        if all(datos.get(campo) is not None for campo in plazos):
            for problema in problemas_de_parametros(anio=self.instance.anio, **{c: datos[c] for c in plazos}):
                self.add_error(problema.campo, problema.mensaje)
        return datos
