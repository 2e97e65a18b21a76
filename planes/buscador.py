"""Lo que se busca de los planes: los planes y sus actividades."""

from collections.abc import Iterator

from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.etiquetas import direccion
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
# Lo que se dice de cada hallazgo.
_DEL_PLAN = ("nombre", "clase", "estado", "vigencia__anio", "dependencia__nombre")
_DE_LA_ACTIVIDAD = ("numero", "nombre", "plan__nombre", "plan__vigencia__anio", "dependencia__nombre")


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Los planes y las actividades que la persona ve."""
    yield Clase(
        orden=2,
        fuente=PLANES,
        singular="plan",
        plural="planes",
        filas=Plan.objects.visibles_para(perfil).select_related("vigencia", "dependencia").only(*_DEL_PLAN),
        pintar=_plan,
    )
    yield Clase(
        orden=3,
        fuente=ACTIVIDADES,
        singular="actividad",
        plural="actividades",
        filas=Actividad.objects.visibles_para(perfil)
        .select_related("plan__vigencia", "dependencia")
        .only(*_DE_LA_ACTIVIDAD),
        pintar=_actividad,
        dentro_de=Plan.objects.visibles_para(perfil),
    )


def _plan(plan: Plan) -> Hallazgo:
    return Hallazgo(
        plan.nombre,
        direccion("planes:plan_detalle", plan.pk),
        (
            f"{plan.get_clase_display()} · {plan.get_estado_display()}",
            str(plan.dependencia),
            f"Vigencia {plan.vigencia.anio}",
        ),
    )


def _actividad(actividad: Actividad) -> Hallazgo:
    return Hallazgo(
        f"{actividad.numero}. {actividad.nombre}",
        direccion("seguimiento:actividad_avance", actividad.pk),
        (
            actividad.plan.nombre,
            str(actividad.dependencia or "Sin dependencia responsable"),
            f"Vigencia {actividad.plan.vigencia.anio}",
        ),
    )
