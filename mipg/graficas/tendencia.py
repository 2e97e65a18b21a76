"""Tendencia: un punto por corte, unidos dentro de su serie; lo que no tiene valor parte la línea."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from mipg.graficas.lienzo import (
    LETRA,
    MARGEN,
    RENGLON,
    Grafica,
    Nivel,
    Numero,
    en_em,
    leyenda,
    proporcion,
    tramas_de,
)

PASO = 66
IZQUIERDA = 64
ARRIBA = 36
ALTO = 190
MINIMO = 384
_MARCAS = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True)
class Punto:
    """Un corte. `serie` parte la línea (la vigencia: cada año empieza de cero); `url`, la lista que lo compone."""

    rotulo: str
    serie: str
    valor: Numero | None
    nivel: Nivel
    provisional: bool = False
    url: str = ""


@dataclass(frozen=True)
class PuntoMedido:
    """Un punto puesto en su sitio; `y` nula si no tiene valor."""

    dato: Punto
    x: int
    y: int | None
    texto_y: int


@dataclass(frozen=True)
class Tramo:
    """Un segmento entre dos cortes seguidos de la misma serie; el que llega a lo provisional va punteado."""

    x1: int
    y1: int
    x2: int
    y2: int
    provisional: bool


@dataclass(frozen=True)
class Marca:
    """Una línea de la escala, con su porcentaje; `meta` es la de lo que se espera."""

    valor: Numero
    y: int
    meta: bool = False


@dataclass(frozen=True, kw_only=True)
class Tendencia(Grafica):
    """Tendencia medida: la escala va siempre de 0 a 100. `como` es el filtro con que se escriben los valores:
    porcentaje o puntaje; `quiebre`, lo que se dice donde la serie se parte.
    """

    dibujo: ClassVar[str] = "graficas/tendencia.svg"
    tabla: ClassVar[str] = "graficas/tendencia.html"

    puntos: tuple[PuntoMedido, ...]
    tramos: tuple[Tramo, ...]
    marcas: tuple[Marca, ...]
    separadores: tuple[int, ...]
    como: str
    quiebre: str
    izquierda: int
    derecha: int
    arriba: int
    abajo: int
    rotulo_y: int
    serie_y: int
    nota_y: int


def tendencia(
    puntos: Sequence[Punto],
    *,
    id: str,
    titulo: str,
    descripcion: str = "",
    meta: Numero | None = None,
    nota: str = "",
    como: str = "porcentaje",
    quiebre: str = "",
    paso: int = PASO,
) -> Tendencia:
    """Mide la tendencia, del corte más antiguo al último. `meta`: lo que se espera alcanzar. `paso`: el ancho que cada
    punto necesita para su serie.
    """
    ancho = en_em(max(MINIMO, IZQUIERDA + paso * len(puntos) + 16))
    abajo = ARRIBA + ALTO
    alturas = [None if p.valor is None else abajo - proporcion(p.valor, 100, ALTO) for p in puntos]
    medidos = [
        PuntoMedido(dato, IZQUIERDA + paso // 2 + n * paso, y, _altura_del_texto(alturas, n, abajo))
        for n, (dato, y) in enumerate(zip(puntos, alturas, strict=True))
    ]
    parejas = list(pairwise(medidos))
    niveles = [dato.nivel for dato in puntos]
    pie = abajo + (3 if any(dato.provisional for dato in puntos) else 2) * RENGLON + 14
    muestras, alto_leyenda = leyenda(niveles, ancho=ancho, y=pie)
    return Tendencia(
        id=id,
        titulo=titulo,
        descripcion=descripcion,
        ancho=ancho,
        alto=pie + alto_leyenda,
        tramas=tramas_de(niveles),
        leyenda=muestras,
        con_enlaces=any(dato.url for dato in puntos),
        vacia=not puntos,
        nota=nota,
        puntos=tuple(medidos),
        tramos=tuple(
            Tramo(a.x, a.y, b.x, b.y, b.dato.provisional)
            for a, b in parejas
            if a.y is not None and b.y is not None and a.dato.serie == b.dato.serie
        ),
        marcas=_marcas(meta, abajo),
        separadores=tuple((a.x + b.x) // 2 for a, b in parejas if a.dato.serie != b.dato.serie),
        como=como,
        quiebre=quiebre,
        izquierda=IZQUIERDA - MARGEN,
        derecha=ancho - MARGEN,
        arriba=ARRIBA,
        abajo=abajo,
        rotulo_y=abajo + RENGLON + 2,
        serie_y=abajo + 2 * RENGLON + 2,
        nota_y=abajo + 3 * RENGLON + 2,
    )


def _altura_del_texto(alturas: Sequence[int | None], n: int, abajo: int) -> int:
    """Encima del punto; en un valle, debajo, para que las líneas no lo crucen."""
    y = alturas[n]
    if y is None:
        return abajo - LETRA
    vecinos = [v for v in (*alturas[max(n - 1, 0) : n], *alturas[n + 1 : n + 2]) if v is not None]
    debajo = y + 2 * RENGLON - 8
    return debajo if vecinos and max(vecinos) < y and debajo < abajo else y - LETRA


def _marcas(meta: Numero | None, abajo: int) -> tuple[Marca, ...]:
    """La escala; si la meta cae sobre una marca, la marca es la meta."""
    valores = {*_MARCAS, *(() if meta is None else (meta,))}
    return tuple(Marca(valor, abajo - proporcion(valor, 100, ALTO), valor == meta) for valor in sorted(valores))
