"""Formularios de las salidas de un plan: corregirlo, trasladarlo y decidir con motivo (desistir, retirar)."""

from django import forms

from mipg.formularios import CampoFecha
from mipg.usuarios.models import Dependencia
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.forms.correcciones import QUE_ESTABA_MAL
from planes.models import Plan
from planes.reglas import RIGEN


class SobreElPlanForm(forms.Form):
    """Lo que se decide sobre el plan que la persona leyó: lleva su número de cambio."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = plan.version


class MotivoForm(SobreElPlanForm):
    """Una decisión que se explica."""

    motivo = forms.CharField(label="Motivo", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class TrasladarForm(MotivoForm):
    """Qué dependencia coordinará el plan, hasta cuándo puede formularlo y por qué."""

    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(), label="Nueva dependencia coordinadora", empty_label="Elija una"
    )
    fecha_limite = CampoFecha(
        label="Fecha límite", required=False, help_text="Cámbiela si quien lo recibe necesita más tiempo."
    )
    field_order = ["version", "dependencia", "fecha_limite", "motivo"]

    def __init__(self, *args, plan: Plan, perfil: Perfil, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        otras = Dependencia.objects.vigentes(perfil.hoy).exclude(pk=plan.dependencia_id)
        self.fields["dependencia"].queryset = otras
        self.fields["fecha_limite"].initial = plan.fecha_limite


class EditarForm(SobreElPlanForm):
    """El nombre del plan y, para Planeación, su fecha límite; del aprobado, sólo el nombre y qué estaba mal."""

    nombre = forms.CharField(label="Nombre", max_length=Plan._meta.get_field("nombre").max_length)
    fecha_limite = CampoFecha(label="Fecha límite", required=False)

    def __init__(self, *args, plan: Plan, perfil: Perfil, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["nombre"].initial = plan.nombre
        if plan.estado in RIGEN:
            self.fields["motivo"] = forms.CharField(**QUE_ESTABA_MAL)
            del self.fields["fecha_limite"]
            return
        self.fields["fecha_limite"].initial = plan.fecha_limite
        self.fields["fecha_limite"].help_text = "En blanco, el plan tiene plazo hasta que termine la vigencia."
        if not perfil.puede(Permiso.PLAN_DECIDIR):
            self.fields["fecha_limite"].disabled = True
            self.fields["fecha_limite"].help_text = "La cambia Planeación."
