"""Lo que se debe por ley o porque otra entidad lo pide: presentar informes, y responder o trasladar requerimientos."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse

from mipg.obligaciones import Obligacion
from planes.models import Requerimiento, Vencimiento
from planes.obligaciones.papeles import Papeles, sin_jefe

PRESENTAR, RESPONDER, TRASLADAR = "Presentar el informe", "Responder el requerimiento", "Trasladar el requerimiento"
# Lo que vence más allá se ve en el calendario, salvo lo siguiente de cada informe.
HORIZONTE = timedelta(days=60)


def de_vencimientos(papeles: Papeles) -> Iterator[Obligacion]:
    """Presentar, del jefe de la dependencia que lo debe; si no lo tiene, de Planeación; lo de Control Interno, suyo."""
    filas = Vencimiento.objects.que_se_deben(papeles.hoy + HORIZONTE).con_informe()
    for fila in _que_tocan(filas, papeles, "informe__de_control").order_by("vence", "pk"):
        for persona in _quienes(fila, papeles):
            yield Obligacion(
                vence=fila.vence,
                verbo=PRESENTAR,
                asunto=str(fila)[:150],
                detalle=f"Ante {fila.informe.ante}"[:150],
                clave=f"vencimiento:{fila.pk}:presentar",
                url=reverse("planes:vencimiento_detalle", args=[fila.pk]),
                persona=persona,
                dependencia=fila.dependencia_id,
                dias_aviso=tuple(fila.informe.vigencia.dias_aviso),
            )


def de_requerimientos(papeles: Papeles) -> Iterator[Obligacion]:
    """Responder, de los mismos; el que la dependencia devolvió, trasladarlo, de quien lo lleva."""
    filas = Requerimiento.objects.pendientes().con_dependencia()
    for fila in _que_tocan(filas, papeles, "de_control", Q(devuelto_en__isnull=False)).order_by("vence", "pk"):
        verbo = TRASLADAR if fila.devuelto_en else RESPONDER
        for persona in _quienes(fila, papeles):
            yield Obligacion(
                vence=fila.vence,
                verbo=verbo,
                asunto=f"{fila.quien_pide}: {fila.asunto}"[:150],
                detalle=f"Radicado {fila.radicado}"[:150],
                clave=f"requerimiento:{fila.pk}:{verbo.split()[0].lower()}",
                url=reverse("planes:requerimiento_detalle", args=[fila.pk]),
                persona=persona,
                dependencia=fila.dependencia_id,
            )


def _que_tocan(filas: QuerySet, papeles: Papeles, de_control: str, no_es_suyo: Q | None = None) -> QuerySet:
    """Las que tocan a alguno, con `le_toca_al_que_lleva`: lo de Control Interno, lo que no tiene jefe y lo devuelto."""
    lleva = Q(sin_jefe(papeles.hoy)) | Q(**{de_control: True}) | (no_es_suyo or Q())
    filas = filas.annotate(le_toca_al_que_lleva=ExpressionWrapper(lleva, output_field=BooleanField()))
    if papeles.de_todos:
        return filas
    tocan = Q(le_toca_al_que_lleva=False, dependencia__in=[d for d in papeles.jefes if d])
    if papeles.llevan_ley:
        tocan |= Q(le_toca_al_que_lleva=True, **{de_control: False})
    if papeles.de_control:
        tocan |= Q(**{de_control: True})
    return filas.filter(tocan)


def _quienes(fila: Vencimiento | Requerimiento, papeles: Papeles) -> list[int | None]:
    if not fila.le_toca_al_que_lleva:
        return papeles.jefes[fila.dependencia_id]
    return (papeles.de_control if fila.de_control else papeles.llevan_ley) or [None]
