"""Quién responde hoy por la política de una recomendación, aunque haya cambiado la versión del modelo que se midió."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from politicas.models import Equivalencia, Politica, ResponsabilidadPolitica, Vigencia
from politicas.reglas.equivalencias import linaje


def dependencias_que_responden(politicas: Iterable[int], hoy: date) -> dict[int, set[int]]:
    """De cada política (clave primaria), las dependencias que hoy responden por ella o por la que le siguió."""
    vigencia = Vigencia.objects.actual(hoy)
    anio = vigencia.anio if vigencia else hoy.year
    responden: dict[int, set[int]] = defaultdict(set)
    filas = ResponsabilidadPolitica.objects.que_responden(anio).de_hoy(hoy).order_by()
    for politica, dependencia in filas.values_list("politica", "responde"):
        responden[politica].add(dependencia)
    pares = Equivalencia.objects.pares()
    return {
        politica: set().union(*(responden.get(una, ()) for una in linaje(politica, pares)))
        for politica in dict.fromkeys(politicas)
    }


def politicas_que_decide(perfil: Perfil, hoy: date, politicas: Iterable[int] | None = None) -> frozenset[int]:
    """De las políticas (todas, si no se dice cuáles), las de que la persona decide recomendaciones: Planeación, todas;
    el jefe, aquellas por las que su dependencia responde.
    """
    if not perfil.puede(Permiso.RECOMENDACION_DECIDIR):
        return frozenset()
    if politicas is None:
        politicas = Politica.objects.order_by().values_list("pk", flat=True)
    if perfil.puede(Permiso.FURAG_GESTIONAR):
        return frozenset(politicas)
    suyas = perfil.dependencias(Permiso.RECOMENDACION_DECIDIR)
    return frozenset(p for p, quienes in dependencias_que_responden(politicas, hoy).items() if quienes & suyas)
