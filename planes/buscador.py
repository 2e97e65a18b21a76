"""Lo que se busca de los planes: los planes y sus actividades."""

from collections.abc import Iterator

from django.urls import reverse

from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.usuarios.reglas import Perfil
from planes.models import Actividad, Plan

PLANES = Fuente(
    clase="planes",
    modelo=Plan,
    titulo="nombre",
    campos=("nombre", "politica__nombre", "tipo__nombre", "dependencia__nombre", "vigencia__anio"),
    reciente="vigencia__anio",
)

ACTIVIDADES = Fuente(
    clase="actividades",
    modelo=Actividad,
    titulo="nombre",
    campos=("numero", "nombre", "producto", "indicador", "dependencia__nombre", "plan__vigencia__anio"),
    reciente="plan__vigencia__anio",
    dentro="plan",
    donde={"retirada_en": None},
)
FUENTES = (PLANES, ACTIVIDADES)


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Los planes y las actividades que la persona ve."""
    yield Clase(
        orden=2,
        fuente=PLANES,
        singular="plan",
        plural="planes",
        filas=Plan.objects.visibles_para(perfil).select_related("vigencia", "dependencia"),
        pintar=_plan,
    )
    yield Clase(
        orden=3,
        fuente=ACTIVIDADES,
        singular="actividad",
        plural="actividades",
        filas=Actividad.objects.visibles_para(perfil).select_related("plan__vigencia", "dependencia"),
        pintar=_actividad,
        dentro_de=Plan.objects.visibles_para(perfil),
    )


def _plan(plan: Plan) -> Hallazgo:
    return Hallazgo(
        plan.nombre,
        reverse("planes:plan_detalle", args=[plan.pk]),
        (
            f"{plan.get_clase_display()} · {plan.get_estado_display()}",
            str(plan.dependencia),
            f"Vigencia {plan.vigencia.anio}",
        ),
    )


def _actividad(actividad: Actividad) -> Hallazgo:
    return Hallazgo(
        f"{actividad.numero}. {actividad.nombre}",
        reverse("seguimiento:actividad_avance", args=[actividad.pk]),
        (
            actividad.plan.nombre,
            str(actividad.dependencia or "Sin dependencia responsable"),
            f"Vigencia {actividad.plan.vigencia.anio}",
        ),
    )
