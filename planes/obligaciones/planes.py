"""Lo que se debe de un plan: formularlo o corregirlo, decidirlo, publicarlo y completar su acto."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from mipg.fechas import en_bogota, fin_de_trimestre
from mipg.obligaciones import Obligacion
from planes.models import Plan
from planes.obligaciones.papeles import Papeles
from planes.reglas import EDITABLES

VERBOS = {
    Plan.Estado.BORRADOR: "Formular",
    Plan.Estado.DEVUELTO: "Corregir",
    Plan.Estado.EN_REVISION: "Decidir",
    Plan.Estado.APROBADO: "Publicar",
}
_LO_QUE_DICE = (
    *("estado", "acto", "nombre", "dependencia", "fecha_limite", "enviado_por", "aprobado_en", "retirado_en"),
    *("vigencia__anio", "vigencia__dias_aviso"),
)
ACTO = "Completar el acto"
PLAZO_DEL_ACTO = timedelta(days=30)


def de_planes(papeles: Papeles) -> Iterator[Obligacion]:
    """Lo que se debe de los planes de las vigencias abiertas, y el acto pendiente también de las que se cerraron.

    El acto se completa en los 30 días calendario que siguen a la aprobación.
    """
    # Lo que se retiró a propósito, o se vació, no se persigue para publicarlo.
    debe = Q(estado__in=VERBOS, retirado_en=None, esta_vaciado=False)
    planes, aprueban = papeles.lo_que_toca(
        Plan.objects.con_vaciado().select_related("vigencia").only(*_LO_QUE_DICE).order_by("fecha_limite", "pk"),
        debe,
        EDITABLES,
    )
    for plan in planes:
        if aprueban.get(plan.pk) == []:
            continue
        deciden_este = aprueban.get(plan.pk, papeles.deciden)
        responsables = papeles.jefes[plan.dependencia_id] if plan.estado in EDITABLES else deciden_este
        if plan.estado in VERBOS and not plan.retirado_en and not plan.esta_vaciado:
            verbo = VERBOS[plan.estado]
            # Sin fecha límite, el año entero: «hoy» cambiaría cada día y cada día se avisaría de nuevo.
            limite = plan.fecha_limite or fin_de_trimestre(plan.vigencia.anio, 4)
            yield from _de(plan, verbo, verbo.lower(), limite, responsables)
        if plan.acto == Plan.Acto.PENDIENTE:
            yield from _de(plan, ACTO, "acto", en_bogota(plan.aprobado_en) + PLAZO_DEL_ACTO, responsables)


def _de(plan: Plan, verbo: str, clave: str, vence: date, responsables: list[int]) -> Iterator[Obligacion]:
    for responsable in responsables or [None]:
        yield Obligacion(
            vence=vence,
            verbo=verbo,
            asunto=plan.nombre[:150],
            detalle=f"Vigencia {plan.vigencia}",
            clave=f"plan:{plan.pk}:{clave}",
            url=reverse("planes:plan_detalle", args=[plan.pk]),
            persona=responsable,
            dependencia=plan.dependencia_id,
            dias_aviso=tuple(plan.vigencia.dias_aviso),
        )
