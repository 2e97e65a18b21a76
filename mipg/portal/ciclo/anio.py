"""El año partido en lo que corre, lo que sigue, lo que pasó y lo que no tiene día."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from mipg.portal.ciclo.linea import Linea, linea
from mipg.portal.ciclo.momentos import Clase, Hito, Momento, Situacion, en_momento


@dataclass(frozen=True)
class Ciclo:
    """El año partido en lo que corre, lo que sigue, lo que pasó y lo que no tiene día."""

    corre: tuple[Momento, ...]
    sigue: tuple[Momento, ...]
    paso: tuple[Momento, ...]
    sin_dia: tuple[Momento, ...]
    linea: Linea

    @property
    def con_estrategias(self) -> bool:
        """Trae las del plan de implementación del año."""
        todos = (*self.corre, *self.sigue, *self.paso, *self.sin_dia)
        return any(momento.hito.clase == Clase.ESTRATEGIA for momento in todos)


def ciclo(hitos: Iterable[Hito], anio: int, hoy: date, asuetos: Collection[date] = ()) -> Ciclo:
    """Reparte los hitos del año `anio`: lo que corre y lo que sigue, lo más próximo primero; lo que pasó, al revés."""
    momentos = [en_momento(hito, hoy, asuetos) for hito in hitos]

    def los(cual: Situacion, orden, *, al_reves: bool = False) -> tuple[Momento, ...]:
        suyos = [m for m in momentos if m.situacion == cual]
        return tuple(sorted(suyos, key=orden, reverse=al_reves))

    return Ciclo(
        corre=los(Situacion.CORRE, lambda m: m.hito.hasta),
        sigue=los(Situacion.SIGUE, lambda m: m.hito.desde or m.hito.hasta),
        paso=los(Situacion.PASO, lambda m: m.hito.hasta, al_reves=True),
        sin_dia=los(Situacion.SIN_DIA, lambda m: m.hito.titulo),
        linea=linea(momentos, anio, hoy),
    )
