"""Dónde va cada dimensión y cada política en el mapa de la portada. Puro: no lee la base ni dibuja.

El plano de siete dimensiones dice cómo se relacionan: en el corazón, el talento humano y la gestión con valores; a un
lado se planea y al otro se evalúa y se comunica; el control interno lo rodea todo. Con otra versión del modelo, las
dimensiones se reparten en columnas del mismo alto. Medidas en unidades del dibujo (1 unidad = 1 px a ancho completo).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

ANCHO = 1160
_MARGEN = 12
_BORDE = 24  # grosor del marco del control interno
_CABEZA = 58
_FICHA = 86
_SEPARA = 10
_ENTRE = 16
_LADO = 240
_LETRA_TITULO, _RENGLON_TITULO = 8.6, 20  # ancho medio de un carácter y alto del renglón
_LETRA, _RENGLON = 7.4, 18
_NUMERO = 46  # lo que ocupa el número de la política
_RESERVADO = _NUMERO + 12
_COLUMNAS = ((2, 6), (1, 3), (4, 5))  # de izquierda a derecha, por el orden de la dimensión
_MARCO = 7
_CORAZON = (1, 3)


@dataclass(frozen=True)
class Renglon:
    """Un renglón de texto y su línea de base."""

    texto: str
    y: int


@dataclass(frozen=True)
class Ficha:
    """El lugar de una política: rectángulo, centro del número y nombre partido en renglones."""

    politica: object
    x: int
    y: int
    ancho: int
    alto: int
    renglones: tuple[Renglon, ...]

    @property
    def numero_x(self) -> int:
        """Centro del círculo del número."""
        return self.x + _NUMERO // 2 + 2

    @property
    def medio(self) -> int:
        """Mitad de su alto."""
        return self.y + self.alto // 2

    @property
    def numero_y(self) -> int:
        """Línea de base del número."""
        return self.medio + 6

    @property
    def texto_x(self) -> int:
        """Donde empieza el nombre."""
        return self.x + _NUMERO + 4


@dataclass(frozen=True)
class Bloque:
    """El lugar de una dimensión con sus políticas. `clase`: corazon, lado o marco."""

    dimension: object
    clase: str
    x: int
    y: int
    ancho: int
    alto: int
    cabeza: int
    renglones: tuple[Renglon, ...]
    fichas: tuple[Ficha, ...]

    @property
    def titulo_x(self) -> int:
        """Donde empieza su nombre."""
        return self.x + (_BORDE if self.clase == "marco" else 16)


@dataclass(frozen=True)
class Interior:
    """El fondo sobre el que van los bloques cuando un marco los rodea."""

    x: int
    y: int
    ancho: int
    alto: int


@dataclass(frozen=True)
class Mapa:
    """El dibujo entero."""

    ancho: int
    alto: int
    interior: Interior | None
    bloques: tuple[Bloque, ...]


def trazar(dimensiones: Sequence[tuple[object, Sequence[object]]]) -> Mapa:
    """Traza el mapa de pares (dimensión, sus políticas), en su orden."""
    por_orden = {dimension.orden: (dimension, politicas) for dimension, politicas in dimensiones}
    completo = len(dimensiones) == len(por_orden) and set(por_orden) == {o for c in _COLUMNAS for o in c} | {_MARCO}
    if not completo:
        columnas = _repartir(dimensiones)
        bloques, alto = _columnas(columnas, x=0, y=0, anchos=_iguales(len(columnas)), corazon=())
        return Mapa(ANCHO, alto, None, bloques)
    orilla = _BORDE + _MARGEN
    cabeza = _alto_de(por_orden[_MARCO][1], _LADO) + 2 * _SEPARA
    columnas = [[por_orden[orden] for orden in columna] for columna in _COLUMNAS]
    centro = ANCHO - 2 * (orilla + _LADO + _ENTRE)
    bloques, fondo = _columnas(columnas, x=orilla, y=cabeza + _MARGEN, anchos=(_LADO, centro, _LADO))
    alto = fondo + _MARGEN + _BORDE
    interior = Interior(_BORDE, cabeza, ANCHO - 2 * _BORDE, fondo + _MARGEN - cabeza)
    return Mapa(ANCHO, alto, interior, (_marco(*por_orden[_MARCO], alto=alto, cabeza=cabeza), *bloques))


def _repartir(dimensiones: Sequence[tuple[object, Sequence[object]]]) -> list[list]:
    """Tres columnas de alturas parecidas, sin cambiar el orden dentro de cada una."""
    columnas: list[list] = [[] for _ in range(min(3, len(dimensiones)) or 1)]
    for par in dimensiones:
        min(columnas, key=lambda columna: sum(1 + len(politicas) for _, politicas in columna)).append(par)
    return columnas


def _iguales(cuantas: int) -> tuple[int, ...]:
    return ((ANCHO - _ENTRE * (cuantas - 1)) // cuantas,) * cuantas


def _columnas(
    columnas, *, x: int, y: int, anchos: Iterable[int], corazon: Sequence[int] = _CORAZON
) -> tuple[tuple[Bloque, ...], int]:
    """Los bloques de cada columna, uno debajo de otro, y hasta dónde llega la más larga; `corazon` resalta."""
    bloques, fondo = [], y
    for columna, ancho in zip(columnas, anchos, strict=True):
        abajo = y
        for dimension, politicas in columna:
            clase = "corazon" if dimension.orden in corazon else "lado"
            bloque = _bloque(dimension, politicas, clase=clase, x=x, y=abajo, ancho=ancho)
            bloques.append(bloque)
            fondo = max(fondo, abajo + bloque.alto)
            abajo += bloque.alto + _ENTRE
        x += ancho + _ENTRE
    return tuple(bloques), fondo


def _bloque(dimension, politicas: Sequence, *, clase: str, x: int, y: int, ancho: int) -> Bloque:
    por_fila = 3 if ancho > 2 * _LADO else 1
    fichas, alto = [], _CABEZA + _SEPARA
    for desde in range(0, len(politicas), por_fila):
        fila = politicas[desde : desde + por_fila]
        cada = (ancho - _SEPARA * (len(fila) + 1)) // len(fila)
        suyo = _alto_de(fila, cada)
        fichas += [
            _ficha(politica, x=x + _SEPARA + n * (cada + _SEPARA), y=y + alto, ancho=cada, alto=suyo)
            for n, politica in enumerate(fila)
        ]
        alto += suyo + _SEPARA
    return Bloque(
        dimension,
        clase,
        x,
        y,
        ancho,
        alto,
        _CABEZA,
        _renglones(dimension.nombre, ancho - 32, _LETRA_TITULO, y + _CABEZA // 2, _RENGLON_TITULO),
        tuple(fichas),
    )


def _marco(dimension, politicas: Sequence, *, alto: int, cabeza: int) -> Bloque:
    """Rodea a los demás: su nombre arriba a la izquierda y sus políticas arriba a la derecha."""
    fichas = [
        _ficha(
            politica,
            x=ANCHO - _BORDE - (n + 1) * _LADO - n * _SEPARA,
            y=_SEPARA,
            ancho=_LADO,
            alto=cabeza - 2 * _SEPARA,
        )
        for n, politica in enumerate(reversed(politicas))
    ]
    libre = ANCHO - len(politicas) * (_LADO + _SEPARA) - 2 * _BORDE
    titulo = _renglones(dimension.nombre, libre, _LETRA_TITULO, cabeza // 2, _RENGLON_TITULO)
    return Bloque(dimension, "marco", 0, 0, ANCHO, alto, cabeza, titulo, tuple(reversed(fichas)))


def _ficha(politica, *, x: int, y: int, ancho: int, alto: int) -> Ficha:
    renglones = _renglones(politica.nombre, ancho - _RESERVADO, _LETRA, y + alto // 2, _RENGLON)
    return Ficha(politica, x, y, ancho, alto, renglones)


def _alto_de(politicas: Iterable, ancho: int) -> int:
    """El de una fila de fichas: el de siempre, o más si un nombre necesita más renglones."""
    renglones = max(len(_partir(politica.nombre, ancho - _RESERVADO, _LETRA)) for politica in politicas)
    return max(_FICHA, renglones * _RENGLON + 14)


def _partir(texto: str, ancho: int, letra: float) -> list[str]:
    return wrap(texto, max(1, int(ancho / letra)), break_long_words=False)


def _renglones(texto: str, ancho: int, letra: float, medio: int, renglon: int) -> tuple[Renglon, ...]:
    """El texto partido para que quepa en el ancho, centrado en la altura `medio`."""
    partes = _partir(texto, ancho, letra)
    # La línea de base va un tercio de renglón por debajo del medio.
    primera = medio - (len(partes) - 1) * renglon / 2 + renglon / 3
    return tuple(Renglon(parte, round(primera + n * renglon)) for n, parte in enumerate(partes))
