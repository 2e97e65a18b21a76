"""Lo que se debe en seguimiento, por sustantivo: los reportes, los cortes con la vigencia que sigue, y verificar lo
ejecutado del mejoramiento."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from mipg.obligaciones import Cola, Obligacion, en_colas
from seguimiento.obligaciones import reportes
from seguimiento.obligaciones.cortes import de_cortes, desde_cuando_se_abre, vigencia_por_abrir
from seguimiento.obligaciones.mejoras import de_mejoras
from seguimiento.obligaciones.reportes import DIAS_PARA_REVISAR, Responsables, con_vencimiento, por_reportar

__all__ = [
    "DIAS_PARA_REVISAR",
    "Responsables",
    "colas",
    "con_vencimiento",
    "de_personas",
    "desde_cuando_se_abre",
    "pendientes",
    "por_reportar",
    "vigencia_por_abrir",
]


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Las vivas a la fecha; con `persona`, sólo las suyas, filtradas en la base."""
    suya = None if persona is None else {persona}
    yield from de_cortes(hoy, suya)
    yield from de_mejoras(hoy, suya)
    yield from reportes.pendientes(hoy, persona)


def de_personas(hoy: date, personas: AbstractSet[int] | None = None) -> Iterator[Obligacion]:
    """Las de todos o, con `personas`, las que les pueden tocar, leídas a medida que se piden."""
    yield from de_cortes(hoy, personas)
    yield from de_mejoras(hoy, personas)
    yield from reportes.de_personas(hoy, personas)


def colas(hoy: date, persona: int) -> Iterator[Cola]:
    """Lo mismo de una persona, por verbo, contado en la base."""
    yield from en_colas([*de_cortes(hoy, {persona}), *de_mejoras(hoy, {persona})])
    yield from reportes.colas(hoy, persona)
