"""Lo que se debe en la medición y el mejoramiento, por sustantivo; sale del estado de cada cosa."""

from collections.abc import Callable, Iterator
from datetime import date

from mipg.obligaciones import Obligacion

from .mejoras import de_mejoras
from .recomendaciones import DECIDIR, de_recomendaciones
from .socializar import SOCIALIZAR, de_socializacion

__all__ = ["DECIDIR", "SOCIALIZAR", "pendientes"]

PROVEEDORES: tuple[Callable[[date, int | None], Iterator[Obligacion]], ...] = (
    de_recomendaciones,
    de_socializacion,
    de_mejoras,
)


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Las de todas las personas; con `persona`, sólo las suyas."""
    for proveedor in PROVEEDORES:
        yield from proveedor(hoy, persona)
