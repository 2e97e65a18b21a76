"""El año partido en lo que corre, lo que sigue, lo que pasó y lo que no tiene día; y lo que está en riesgo."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from mipg.portal.ciclo.linea import Linea, linea
from mipg.portal.ciclo.momentos import Clase, Hito, Momento, Riesgo, Situacion, en_momento, riesgos
from mipg.texto import clave_de_orden


@dataclass(frozen=True)
class Ciclo:
    """El año visto hoy, con su dibujo.

    `todos`: los del año, en el orden de sus fechas y, al final, los que no tienen día; repartidos, sin los que otro ya
    dice. `riesgo`: por dueño, lo que venció o vence pronto, lo peor primero.
    """

    todos: tuple[Momento, ...]
    corre: tuple[Momento, ...]
    sigue: tuple[Momento, ...]
    paso: tuple[Momento, ...]
    sin_dia: tuple[Momento, ...]
    linea: Linea
    riesgo: tuple[tuple[str, tuple[Riesgo, ...]], ...] = ()

    @property
    def con_estrategias(self) -> bool:
        """Trae las del plan de implementación del año."""
        return any(momento.hito.clase == Clase.ESTRATEGIA for momento in self.todos)


def ciclo(hitos: Iterable[Hito], anio: int, hoy: date, asuetos: Collection[date] = ()) -> Ciclo:
    """Reparte los hitos del año `anio`: lo que corre y lo que sigue, lo más próximo primero; lo que pasó, al revés."""
    momentos = [en_momento(hito, hoy, asuetos) for hito in hitos]

    def los(cual: Situacion, orden, *, al_reves: bool = False) -> tuple[Momento, ...]:
        suyos = [m for m in momentos if m.situacion == cual and not m.hito.repetido]
        return tuple(sorted(suyos, key=orden, reverse=al_reves))

    return Ciclo(
        todos=tuple(sorted(momentos, key=_por_fecha)),
        corre=los(Situacion.CORRE, lambda m: m.hito.hasta),
        sigue=los(Situacion.SIGUE, lambda m: m.hito.desde or m.hito.hasta),
        paso=los(Situacion.PASO, lambda m: m.hito.hasta, al_reves=True),
        sin_dia=los(Situacion.SIN_DIA, lambda m: m.hito.titulo),
        linea=linea(momentos, anio, hoy),
        riesgo=_por_quien(riesgo for m in momentos for riesgo in riesgos(m.hito, hoy, asuetos)),
    )


def _por_fecha(momento: Momento) -> tuple:
    hito = momento.hito
    if hito.hasta is None:
        return True, date.max, date.max, hito.titulo
    return False, hito.desde or hito.hasta, hito.hasta, ""


def _por_quien(todos: Iterable[Riesgo]) -> tuple[tuple[str, tuple[Riesgo, ...]], ...]:
    """Lo que está en riesgo, por dueño: lo de quien lee, primero; después, lo que vence antes."""
    por_quien: dict[str, list[Riesgo]] = {}
    for riesgo in sorted(todos, key=lambda r: (r.vence, r.hito.titulo)):
        por_quien.setdefault(riesgo.falta.quien, []).append(riesgo)

    def orden(par: tuple[str, list[Riesgo]]) -> tuple:
        quien, suyos = par
        return not any(r.falta.suya for r in suyos), suyos[0].vence, clave_de_orden(quien)

    return tuple((quien, tuple(suyos)) for quien, suyos in sorted(por_quien.items(), key=orden))
