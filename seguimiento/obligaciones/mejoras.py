"""Lo que Planeación debe verificar del mejoramiento: lo que ya se ejecutó y lo que venció sin verificarse."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from django.db.models import Max
from django.urls import reverse

from furag.models import AccionMejora
from furag.reglas.situaciones import POR_VERIFICAR
from mipg.avisos.acciones import asuetos
from mipg.etiquetas import contar
from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import Permiso
from planes.models import Plan
from seguimiento.mejoras import con_situacion
from seguimiento.models import Avance
from seguimiento.reglas import hechos

VERIFICAR = "Verificar las acciones"
# Días hábiles desde que venció o, si se completó antes, desde que se aceptó lo que la completó.
PARA_VERIFICAR = 10


def de_mejoras(hoy: date, personas: AbstractSet[int] | None = None) -> Iterator[Obligacion]:
    """Una por plan, de quienes verifican, o de nadie si no los hay; con `personas`, las suyas.

    A quien firmó todo lo que hay que verificar en un plan no se le pide mientras otra persona pueda.
    """
    verifican = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.FURAG_GESTIONAR).order_by()
    quienes = sorted(set(verifican.values_list("persona", flat=True)))
    if personas is not None and personas.isdisjoint(quienes):
        return
    por_plan = defaultdict(list)
    for mejora in _por_verificar(hoy):
        por_plan[mejora.actividad.plan_id].append(mejora)
    planes = Plan.objects.select_related("vigencia").in_bulk(por_plan)
    no_habiles = asuetos()
    aceptado = _aceptado_en([una for suyas in por_plan.values() for una in suyas if una.completa])
    for clave, suyas in sorted(por_plan.items()):
        desde = min(_desde(una, aceptado) for una in suyas)
        firmaron = {una.suscripcion.suscrita_por_id for una in suyas}
        de_otras = [quien for quien in quienes if firmaron != {quien}]
        for quien in de_otras or quienes or [None]:
            if personas is None or quien in personas:
                yield _deber(planes[clave], len(suyas), sumar_habiles(desde, PARA_VERIFICAR, no_habiles), quien)


def _por_verificar(hoy: date) -> list[AccionMejora]:
    suyas = con_situacion(hoy).que_siguen().filter(POR_VERIFICAR.q)
    return list(suyas.select_related("actividad", "suscripcion").defer("suscripcion__foto").order_by())


def _aceptado_en(completas: Collection[AccionMejora]) -> dict[int, datetime]:
    """Por actividad (clave), cuándo se aceptó lo último."""
    suyos = Avance.objects.filter(hechos.ACEPTADO.q, actividad__in=[una.actividad_id for una in completas])
    return dict(suyos.order_by().values_list("actividad").annotate(Max("aceptado_en")))


def _desde(mejora: AccionMejora, aceptado: dict[int, datetime]) -> date:
    fin, completa = mejora.actividad.fecha_fin, aceptado.get(mejora.actividad_id)
    return min(filter(None, (fin if mejora.vencio else None, completa and en_bogota(completa))), default=fin)


def _deber(plan: Plan, cuantas: int, vence: date, persona: int | None) -> Obligacion:
    return Obligacion(
        vence=vence,
        verbo=VERIFICAR,
        asunto=plan.nombre[:150],
        detalle=f"Vigencia {plan.vigencia}: {contar(cuantas, 'acción de mejora', 'acciones de mejora')}",
        clave=f"mejoramiento:{plan.pk}:verificar",
        url=reverse("furag:mejora_lista", args=[plan.pk]),
        persona=persona,
        dependencia=plan.dependencia_id,
        dias_aviso=tuple(plan.vigencia.dias_aviso),
    )
