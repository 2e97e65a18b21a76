"""Las tablas del seguimiento que se descargan, con el formato de la casa (`mipg.hojas`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mipg.hojas import Libro, en_csv


@dataclass(frozen=True)
class Tabla:
    """Una hoja: nombre (hasta 31 letras), encabezados y filas de textos, números, fechas o `None`."""

    nombre: str
    columnas: Sequence[str]
    filas: Sequence[Sequence]


def a_csv(tabla: Tabla) -> bytes:
    """CSV de una tabla."""
    return en_csv(tabla.columnas, tabla.filas)


def a_xlsx(tablas: Iterable[Tabla]) -> bytes:
    """Libro con una hoja por tabla."""
    libro = Libro()
    for tabla in tablas:
        libro.hoja(tabla.nombre, tabla.columnas, tabla.filas)
    return libro.bytes()
