"""Lo que se debe en el catálogo, por sustantivo; sale del estado de cada cosa."""

from collections.abc import Callable, Iterator
from datetime import date

from mipg.obligaciones import Obligacion

from .contradicciones import DECIDIR, de_contradicciones
from .enlaces import DESIGNAR, de_enlaces
from .fases import TERMINAR, de_fases
from .jornadas import REGISTRAR, de_jornadas
from .sin_responsable import RESPONDER, de_politicas_sin_responsable

__all__ = ["DECIDIR", "DESIGNAR", "REGISTRAR", "RESPONDER", "TERMINAR", "pendientes"]

PROVEEDORES: tuple[Callable[[date, int | None], Iterator[Obligacion]], ...] = (
    de_contradicciones,
    de_enlaces,
    de_fases,
    de_jornadas,
    de_politicas_sin_responsable,
)


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Las de todas las personas; con `persona`, sólo las suyas."""
    for proveedor in PROVEEDORES:
        yield from proveedor(hoy, persona)
