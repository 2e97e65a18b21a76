"""Mapa de calor: una fila por concepto, una columna por corte y, en cada casilla, el valor con su trama."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from mipg.graficas.lienzo import (
    MARGEN,
    RENGLON,
    Grafica,
    Linea,
    Nivel,
    Numero,
    en_em,
    leyenda,
    lineas,
    partir,
    tramas_de,
)

ETIQUETA = 200
PASO = 86
ENCABEZADO = 44
FILA = 34
CASILLA = 82
SEPARACION = 4
BAJO_CENTRO = 5


@dataclass(frozen=True)
class Columna:
    """Encabezado de una columna: «T1» y, debajo, en qué estado está."""

    texto: str
    nota: str = ""


@dataclass(frozen=True)
class Celda:
    """Un valor con su nivel; `url` es la lista que lo compone."""

    valor: Numero | None
    nivel: Nivel
    url: str = ""


@dataclass(frozen=True)
class Renglon:
    """Un concepto y sus celdas, una por columna; nula donde todavía no hay corte."""

    nombre: str
    celdas: tuple[Celda | None, ...]


@dataclass(frozen=True)
class Casilla:
    """Una celda puesta en su sitio; `dato` nulo es un hueco."""

    dato: Celda | None
    columna: Columna
    x: int


@dataclass(frozen=True)
class RenglonMedido:
    """Una fila puesta en su sitio; `base` es la línea, dentro de la casilla, donde se escribe su valor."""

    nombre: str
    rotulo: tuple[Linea, ...]
    y: int
    alto: int
    base: int
    casillas: tuple[Casilla, ...]


@dataclass(frozen=True)
class Encabezado:
    """Un encabezado y el centro de su columna."""

    columna: Columna
    x: int


@dataclass(frozen=True, kw_only=True)
class Calor(Grafica):
    """Mapa de calor medido; `concepto` encabeza la primera columna de su tabla."""

    dibujo: ClassVar[str] = "graficas/calor.svg"
    tabla: ClassVar[str] = "graficas/calor.html"

    encabezados: tuple[Encabezado, ...]
    renglones: tuple[RenglonMedido, ...]
    concepto: str
    casilla: int = CASILLA


def calor(
    renglones: Sequence[Renglon],
    columnas: Sequence[Columna],
    *,
    id: str,
    titulo: str,
    descripcion: str = "",
    concepto: str = "Concepto",
) -> Calor:
    """Mide el mapa. Cada renglón trae tantas celdas como columnas; si no, lanza `ValueError`."""
    ancho = en_em(ETIQUETA + MARGEN + PASO * max(len(columnas), 1))
    izquierda = [ETIQUETA + MARGEN + n * PASO for n in range(len(columnas))]
    medidos, y = [], ENCABEZADO
    for renglon in renglones:
        if len(renglon.celdas) != len(columnas):
            raise ValueError(f"«{renglon.nombre}» trae {len(renglon.celdas)} celdas y hay {len(columnas)} columnas.")
        rotulo = partir(renglon.nombre, ETIQUETA)
        alto = max(FILA, len(rotulo) * RENGLON + 8)
        centro = y + alto // 2
        medidos.append(
            RenglonMedido(
                nombre=renglon.nombre,
                rotulo=lineas(rotulo, centro),
                y=y + SEPARACION // 2,
                alto=alto - SEPARACION,
                base=(alto - SEPARACION) // 2 + BAJO_CENTRO,
                casillas=tuple(
                    Casilla(celda, columna, x)
                    for celda, columna, x in zip(renglon.celdas, columnas, izquierda, strict=True)
                ),
            )
        )
        y += alto
    niveles = [celda.nivel for renglon in renglones for celda in renglon.celdas if celda]
    muestras, alto_leyenda = leyenda(niveles, ancho=ancho, y=y + MARGEN)
    return Calor(
        id=id,
        titulo=titulo,
        descripcion=descripcion,
        ancho=ancho,
        alto=y + MARGEN + alto_leyenda,
        tramas=tramas_de(niveles),
        leyenda=muestras,
        con_enlaces=any(celda and celda.url for renglon in renglones for celda in renglon.celdas),
        vacia=not (renglones and columnas),
        encabezados=tuple(
            Encabezado(columna, x + CASILLA // 2) for columna, x in zip(columnas, izquierda, strict=True)
        ),
        renglones=tuple(medidos),
        concepto=concepto,
    )
