"""Formulario con que se pide un informe."""

from django import forms
from django.db.models import Q, QuerySet

from mipg.usuarios.models import Dependencia
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.models import Plan
from politicas.models import Politica, Vigencia
from seguimiento.informes import implementacion, plan_de_accion
from seguimiento.models import Corte

ALCANCES = (
    ("entidad", "Toda la entidad"),
    ("politica", "Una política"),
    ("dependencia", "Una dependencia"),
    ("implementacion", "El plan de implementación, con su seguimiento si elige un corte"),
)


class InformeForm(forms.Form):
    """De qué es el plan de acción y con qué corte, dentro de una vigencia."""

    alcance = forms.ChoiceField(label="De qué", choices=ALCANCES, widget=forms.RadioSelect)
    politica = forms.ModelChoiceField(
        Politica.objects.none(),
        label="Política",
        required=False,
        empty_label="Elija una",
        help_text="Sólo si pide una política. Aparecen las que tienen plan de acción aprobado.",
    )
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.none(),
        label="Dependencia",
        required=False,
        empty_label="Elija una",
        help_text="Sólo si pide una dependencia. Reúne sus actividades en todos los planes.",
    )
    corte = forms.ModelChoiceField(
        Corte.objects.none(),
        label="Corte",
        required=False,
        empty_label="Sin corte: sólo la formulación",
        help_text="Las cifras de un corte cerrado no cambian; las de uno abierto salen como provisionales.",
    )

    def __init__(self, *args, vigencia: Vigencia, perfil: Perfil, **kwargs):
        super().__init__(*args, **kwargs)
        self.vigencia = vigencia
        self.fields["politica"].queryset = _politicas(vigencia)
        self.fields["dependencia"].queryset = _dependencias(vigencia, perfil)
        self.fields["corte"].queryset = cortes_con_cifras(vigencia)

    def clean(self):
        datos = super().clean()
        for nombre, falta in (("politica", "Elija la política."), ("dependencia", "Elija la dependencia.")):
            if datos.get("alcance") != nombre:
                datos[nombre] = None
            elif not datos.get(nombre) and nombre not in self.errors:
                self.add_error(nombre, falta)
        if datos.get("alcance") == "implementacion" and implementacion.aprobado_de(self.vigencia) is None:
            self.add_error(
                "alcance", f"La vigencia {self.vigencia} todavía no tiene aprobado su plan de implementación."
            )
        return datos

    def pedido(self) -> dict:
        """Lo que se pidió, ya validado, con los argumentos de `pedir_emision`."""
        datos = {nombre: self.cleaned_data[nombre] for nombre in ("politica", "dependencia", "corte")}
        if self.cleaned_data["alcance"] == "implementacion":
            suyo = (self.vigencia, datos["corte"])
            return {
                "informe": implementacion.INFORME,
                "titulo": implementacion.titulo(*suyo),
                "parametros": implementacion.parametros(*suyo),
                "dependencia": None,
            }
        pedido = plan_de_accion.Pedido(vigencia=self.vigencia, **datos)
        return {
            "informe": plan_de_accion.INFORME,
            "titulo": pedido.titulo,
            "parametros": pedido.parametros(),
            "dependencia": pedido.dependencia,
        }


def _politicas(vigencia: Vigencia) -> QuerySet[Politica]:
    con_plan = Plan.objects.de_vigencia(vigencia).aprobados().filter(clase=Plan.Clase.ACCION_POLITICA)
    return Politica.objects.filter(pk__in=con_plan.values("politica"))


def _dependencias(vigencia: Vigencia, perfil: Perfil) -> QuerySet[Dependencia]:
    """Las suyas; quien ve todo, las que responden por actividades de la vigencia."""
    if not perfil.puede(Permiso.TODO_VER):
        return Dependencia.objects.filter(pk__in=perfil.dependencias(Permiso.INFORME_EMITIR))
    aprobados = Plan.objects.de_vigencia(vigencia).aprobados()
    return Dependencia.objects.filter(Q(actividades__plan__in=aprobados.values("pk"))).distinct()


def cortes_con_cifras(vigencia: Vigencia) -> QuerySet[Corte]:
    """Los cortes de la vigencia que ya se abrieron: de ellos hay algo que informar."""
    return Corte.objects.de_vigencia(vigencia).exclude(estado=Corte.Estado.PROGRAMADO).select_related("vigencia")
