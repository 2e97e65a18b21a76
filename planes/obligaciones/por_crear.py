"""Lo que falta crear: los planes que la entidad debe tener cada año y no tiene, o de los que se desistió."""

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.urls import reverse

from mipg.consultas import armada_una_vez
from mipg.obligaciones import Obligacion
from planes.models import Plan
from planes.obligaciones.papeles import Papeles
from planes.reglas.salidas import OBLIGATORIOS
from politicas.models import Estrategia, Politica, TipoPlan, Vigencia

CREAR = "Crear"


def por_crear(papeles: Papeles) -> Iterator[Obligacion]:
    """Crear cada uno de los doce, de los diecinueve y el de implementación que falte en las vigencias abiertas: le toca
    a Planeación. El de implementación se debe desde el primer año con estrategias en el catálogo.

    También los que el documento no dice quién ejecuta: Planeación elige la dependencia al crearlos.
    """
    if not (papeles.deciden or papeles.de_todos):
        return
    vigencias = list(Vigencia.objects.abiertas().order_by("anio"))
    if not vigencias:
        return
    hay = {(p.vigencia_id, p.clase, p.tipo_id or p.politica_id) for p in _creados(tuple(v.pk for v in vigencias))}
    con_estrategias = set(_con_estrategias())
    politicas = _politicas(tuple(sorted({v.version_id for v in vigencias})))
    for vigencia in vigencias:
        de_tipo, de_politica = vigencia.fecha_limite_institucionales, vigencia.fecha_limite_politicas
        deben = [(Plan.Clase.INSTITUCIONAL, "tipo", tipo.pk, tipo.nombre, de_tipo) for tipo in _tipos(vigencia.anio)]
        if any(anio <= vigencia.anio for anio in con_estrategias):
            nombre = "Plan de acción de implementación MIPG"
            deben.append((Plan.Clase.IMPLEMENTACION, "implementacion", None, nombre, de_tipo))
        deben += [
            (Plan.Clase.ACCION_POLITICA, "politica", politica.pk, f"Plan de acción · {politica.nombre}", de_politica)
            for politica in politicas
            if politica.version == vigencia.version_id
        ]
        for clase, de_que, clave, nombre, vence in deben:
            if (vigencia.pk, clase, clave) not in hay:
                consulta = {"vigencia": vigencia.pk, "clase": clase, **({de_que: clave} if clave else {})}
                suya = f"{de_que}:{clave}" if clave else de_que
                yield from _de(papeles, vigencia, consulta, suya, nombre, vence)


def _de(
    papeles: Papeles, vigencia: Vigencia, consulta: Mapping, clave: str, nombre: str, vence: date
) -> Iterator[Obligacion]:
    for persona in papeles.deciden or [None]:
        yield Obligacion(
            vence=vence,
            verbo=CREAR,
            asunto=nombre[:150],
            detalle=f"Vigencia {vigencia}",
            clave=f"vigencia:{vigencia.pk}:crear:{clave}",
            # La página llega llena: falta confirmarla.
            url=f"{reverse('planes:plan_crear')}?{urlencode(consulta)}",
            persona=persona,
            dias_aviso=tuple(vigencia.dias_aviso),
        )


@armada_una_vez
def _creados(vigencias: tuple[int, ...]) -> QuerySet[Plan]:
    en_pie = Plan.objects.en_pie().filter(vigencia__in=vigencias, clase__in=OBLIGATORIOS)
    return en_pie.order_by().only("vigencia", "clase", "tipo", "politica")


@armada_una_vez
def _con_estrategias() -> QuerySet:
    return Estrategia.objects.anios()


@armada_una_vez
def _tipos(anio: int) -> QuerySet[TipoPlan]:
    return TipoPlan.objects.que_se_piden(anio).only("nombre")


@armada_una_vez
def _politicas(versiones: tuple[int, ...]) -> QuerySet[Politica]:
    politicas = Politica.objects.filter(dimension__version__in=versiones)
    return politicas.annotate(version=F("dimension__version")).only("nombre")
