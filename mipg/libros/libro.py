"""El contenido de un archivo ya sin formato de archivo: hojas, filas numeradas como las muestra Excel y celdas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl.utils import get_column_letter


class ArchivoInvalido(Exception):
    """El archivo no se puede leer como tabla.

    `mensaje` dice, en español y para una persona sin formación técnica, qué es el archivo y cómo arreglarlo.
    """

    def __init__(self, mensaje: str):
        super().__init__(mensaje)
        self.mensaje = mensaje


@dataclass(frozen=True, slots=True)
class Celda:
    """Una celda con valor.

    `valor` es texto, fecha o `Decimal` (nunca `float`). Si `porcentaje`, el número ya está en escala 0–100
    («25 %» es 25). Si `error` no está vacío, la celda no tiene valor utilizable y `error` dice por qué.
    `combinada_desde` es la fila de donde se replicó el valor (0 si es propio) y `ancho`, cuántas columnas ocupa.
    `solo_mes`, si es una fecha que Excel muestra sin el día («jun-26»); `decimales`, los que siempre muestra («1,10»).
    """

    valor: str | Decimal | date
    porcentaje: bool = False
    error: str = ""
    combinada_desde: int = 0
    ancho: int = 1
    solo_mes: bool = False
    decimales: int = 0

    @property
    def texto(self) -> str:
        """El valor como lo leería una persona: `31/01/2025`, `25 %`, `12,5`."""
        if isinstance(self.valor, date):
            return f"{self.valor:%d/%m/%Y}"
        if isinstance(self.valor, Decimal):
            return escribir_numero(self.valor) + (" %" if self.porcentaje else "")
        return self.valor


@dataclass(frozen=True, slots=True)
class Fila:
    """Una fila con al menos una celda; `numero` empieza en 1 y `celdas` va por índice de columna (A = 1).

    `pintadas`, la columna y el color (un número cualquiera) de las celdas sin valor que tienen relleno.
    """

    numero: int
    celdas: Mapping[int, Celda]
    oculta: bool = False
    pintadas: frozenset[tuple[int, int]] = frozenset()

    @property
    def propias(self) -> dict[int, Celda]:
        """Las celdas escritas en esta fila, sin las replicadas de una combinación vertical."""
        return {indice: celda for indice, celda in self.celdas.items() if not celda.combinada_desde}


@dataclass(frozen=True)
class Hoja:
    """Una hoja: sólo las filas con datos, en orden; `columnas_ocultas`, por índice (A = 1)."""

    nombre: str
    filas: tuple[Fila, ...] = ()
    oculta: bool = False
    columnas_ocultas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Libro:
    """Un archivo leído. Un CSV es un libro de una hoja."""

    hojas: tuple[Hoja, ...] = field(default_factory=tuple)


def letra(indice: int) -> str:
    """Letra de la columna `indice` (1 → «A», 27 → «AA»)."""
    return get_column_letter(indice)


def escribir_numero(numero: Decimal) -> str:
    """Número con coma decimal y sin ceros de sobra (`Decimal("12.50")` → «12,5»)."""
    entero, _, decimales = f"{numero:f}".partition(".")
    decimales = decimales.rstrip("0")
    return f"{entero},{decimales}" if decimales else entero
