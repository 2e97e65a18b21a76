"""Lo que se busca de los planes: los planes y sus actividades, los informes de ley y los requerimientos."""

from collections.abc import Iterator

from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.etiquetas import direccion, fecha
from mipg.usuarios.reglas import Perfil
from planes.models import Actividad, InformeDeLey, Plan, Requerimiento

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
INFORMES = Fuente(
    clase="informes",
    modelo=InformeDeLey,
    titulo="nombre",
    campos=("nombre", "norma", "ante", "dependencia__nombre", "vigencia__anio"),
    reciente="vigencia__anio",
    donde={"anulado_en": None},
)

REQUERIMIENTOS = Fuente(
    clase="requerimientos",
    modelo=Requerimiento,
    titulo="radicado",
    campos=("radicado", "quien_pide", "asunto", "radicado_salida", "dependencia__nombre"),
    reciente="recibido",
)
FUENTES = (PLANES, ACTIVIDADES, INFORMES, REQUERIMIENTOS)
# Lo que se dice de cada hallazgo.
_DEL_PLAN = ("nombre", "clase", "estado", "vigencia__anio", "dependencia__nombre")
_DE_LA_ACTIVIDAD = ("numero", "nombre", "plan__nombre", "plan__vigencia__anio", "dependencia__nombre")


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Los planes, las actividades, los informes de ley y los requerimientos que la persona ve."""
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
    yield Clase(
        orden=7,
        fuente=INFORMES,
        singular="informe de ley",
        plural="informes de ley",
        filas=InformeDeLey.objects.visibles_para(perfil).select_related("vigencia", "dependencia"),
        pintar=_informe,
    )
    yield Clase(
        orden=8,
        fuente=REQUERIMIENTOS,
        singular="requerimiento",
        plural="requerimientos",
        filas=Requerimiento.objects.visibles_para(perfil).con_dependencia(),
        pintar=_requerimiento,
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


def _informe(informe: InformeDeLey) -> Hallazgo:
    return Hallazgo(
        informe.nombre,
        direccion("planes:informe_detalle", informe.pk),
        (informe.norma, str(informe.dependencia), f"Vigencia {informe.vigencia.anio}"),
    )


def _requerimiento(requerimiento: Requerimiento) -> Hallazgo:
    return Hallazgo(
        requerimiento.radicado,
        direccion("planes:requerimiento_detalle", requerimiento.pk),
        (
            requerimiento.quien_pide,
            str(requerimiento.dependencia),
            f"{requerimiento.get_estado_display()}, vence el {fecha(requerimiento.vence)}",
        ),
    )
