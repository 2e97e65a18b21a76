"""Lo que se dice de un libro: qué es cada columna, qué hay que saber de una celda, qué se eligió. Sólo datos."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

VACIO: Mapping = MappingProxyType({})


@dataclass(frozen=True)
class Elecciones:
    """Correcciones de la persona para este archivo; quien importa puede heredar y añadir las suyas.

    `hoja`, el nombre de la que se lee; `columnas`, de letra a campo («» para no usarla).
    """

    hoja: str | None = None
    columnas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Nota:
    """Algo que la persona debe saber de una celda. `fila` como la muestra Excel (0 si es de toda la hoja).

    `codigo` nombra la regla que la escribió.
    """

    codigo: str
    hoja: str
    fila: int
    columna: str
    valor: str
    mensaje: str

    @property
    def donde(self) -> str:
        """La celda para una persona: «Plan, fila 3, columna C», sin lo que no aplique."""
        partes = (self.hoja, self.fila and f"fila {self.fila}", self.columna and f"columna {self.columna}")
        return ", ".join(filter(None, partes))


@dataclass(frozen=True)
class ColumnaLeida:
    """Una columna del archivo y el campo al que va.

    `campo` es `None` si no se reconoció y «» si se conoce y no se importa. `origen` es
    `reconocida`, `recordada` o `elegida`.
    """

    letra: str
    titulo: str
    campo: str | None
    origen: str = "reconocida"


@dataclass(frozen=True)
class FilaOmitida:
    """Una fila que no se importa, y por qué: el `codigo` de la regla y lo que ve la persona."""

    codigo: str
    fila: int
    motivo: str
