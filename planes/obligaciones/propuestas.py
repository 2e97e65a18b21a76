"""Lo que se debe de una propuesta de modificación: terminarla o corregirla, decidirla y completar su acto."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from mipg.fechas import en_bogota
from mipg.obligaciones import Obligacion
from planes.models import Plan, Propuesta
from planes.obligaciones.papeles import Papeles
from planes.obligaciones.planes import ACTO, PLAZO_DEL_ACTO
from planes.reglas import PROPUESTAS_EDITABLES

VERBOS_DE_PROPUESTA = {
    Propuesta.Estado.BORRADOR: "Terminar la modificación",
    Propuesta.Estado.DEVUELTA: "Corregir la modificación",
    Propuesta.Estado.EN_REVISION: "Decidir la modificación",
}
# Ninguna norma le pone plazo: un mes para formularla o corregirla, medio para decidirla.
PLAZO, PLAZO_PARA_DECIDIR = timedelta(days=30), timedelta(days=15)
_LO_QUE_DICE = (
    *("estado", "acto", "creada_en", "enviada_en", "enviada_por", "aprobada_en"),
    *("plan__nombre", "plan__dependencia", "plan__vigencia__anio", "plan__vigencia__dias_aviso"),
)


def de_propuestas(papeles: Papeles) -> Iterator[Obligacion]:
    """Lo que se debe de las propuestas de vigencias abiertas, y el acto pendiente también de las que se cerraron."""
    propuestas, aprueban = papeles.lo_que_toca(
        Propuesta.objects.select_related("plan__vigencia").only(*_LO_QUE_DICE).order_by("creada_en", "pk"),
        Q(estado__in=VERBOS_DE_PROPUESTA),
        PROPUESTAS_EDITABLES,
        "plan__",
    )
    for una in propuestas:
        deciden = aprueban.get(una.pk, papeles.deciden)
        if una.es_editable:
            yield from _de(una, _vence(una), papeles.jefes[una.plan.dependencia_id])
        elif una.esta_abierta and aprueban.get(una.pk) != []:
            yield from _de(una, en_bogota(una.enviada_en) + PLAZO_PARA_DECIDIR, deciden)
        elif una.acto == Plan.Acto.PENDIENTE:
            yield from _de(una, en_bogota(una.aprobada_en) + PLAZO_DEL_ACTO, papeles.deciden)


def _vence(una: Propuesta) -> date:
    return en_bogota(una.enviada_en if una.estado == Propuesta.Estado.DEVUELTA else una.creada_en) + PLAZO


def _de(una: Propuesta, vence: date, responsables: list[int]) -> Iterator[Obligacion]:
    verbo = VERBOS_DE_PROPUESTA.get(una.estado, ACTO)
    for responsable in responsables or [None]:
        yield Obligacion(
            vence=vence,
            verbo=verbo,
            asunto=una.plan.nombre[:150],
            detalle=f"Modificación del plan · Vigencia {una.plan.vigencia}",
            clave=f"propuesta:{una.pk}:{verbo.lower()}",
            url=reverse("planes:propuesta_detalle", args=[una.pk]),
            persona=responsable,
            dependencia=una.plan.dependencia_id,
            dias_aviso=tuple(una.plan.vigencia.dias_aviso),
        )
