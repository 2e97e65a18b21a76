"""Formularios del catálogo."""

from collections.abc import Collection
from datetime import date

from django import forms

from mipg.formularios import CampoFecha
from mipg.usuarios.forms import SobreLoLeido
from mipg.usuarios.models import Asignacion, Dependencia, Usuario
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

    def __init__(self, *args, hoy: date, politicas, suyas: Collection[int] | None = None, **kwargs):
        """`suyas`: las dependencias (claves primarias) en que puede designar; `None`, en todas."""
        super().__init__(*args, **kwargs)
        dependencias, personas = Dependencia.objects.vigentes(hoy), Usuario.objects.vinculadas(hoy)
        if suyas is not None:
            de_ahi = Asignacion.objects.vigentes(hoy).filter(dependencia__in=suyas)
            dependencias = dependencias.filter(pk__in=suyas)
            personas = personas.filter(pk__in=de_ahi.order_by().values("persona"))
            self.fields["persona"].help_text += " Están las de su dependencia; si falta alguna, pídala a Planeación."
        self.fields["politica"].queryset = politicas
        self.fields["dependencia"].queryset = dependencias
        self.fields["persona"].queryset = personas


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
