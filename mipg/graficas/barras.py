"""Barras horizontales con su valor escrito, su trama y, si la hay, la línea de lo que se espera."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from mipg.graficas.lienzo import (
    LETRA,
    MARGEN,
    RENGLON,
    SERIE,
    Grafica,
    Linea,
    Nivel,
    Numero,
    ancho_de,
    en_em,
    leyenda,
    lineas,
    partir,
    proporcion,
    tramas_de,
)

ANCHO = 544
ETIQUETA = 208
VALOR = 84
GRUESO = 18
FILA = 30
ENCABEZADO = 26


@dataclass(frozen=True)
class Barra:
    """Un dato. `url` es la lista que lo compone; `valor` nulo es que no hay con qué medir."""

    nombre: str
    valor: Numero | None
    nivel: Nivel = SERIE
    url: str = ""


@dataclass(frozen=True)
class BarraMedida:
    """Una barra puesta en su sitio."""

    dato: Barra
    rotulo: tuple[Linea, ...]
    y: int
    largo: int
    valor_y: int


@dataclass(frozen=True)
class Meta:
    """La línea de lo que se espera y dónde va su rótulo."""

    texto: str
    x: int
    texto_x: int


@dataclass(frozen=True, kw_only=True)
class Barras(Grafica):
    """Barras medidas. `como` es el filtro con que se escriben los valores: porcentaje o cantidad."""

    dibujo: ClassVar[str] = "graficas/barras.svg"
    tabla: ClassVar[str] = "graficas/barras.html"

    barras: tuple[BarraMedida, ...]
    meta: Meta | None
    como: str
    concepto: str
    medida: str
    x: int
    valor_x: int
    pista: int
    arriba: int
    abajo: int
    grueso: int = GRUESO


def barras(
    datos: Sequence[Barra],
    *,
    id: str,
    titulo: str,
    descripcion: str = "",
    concepto: str = "Concepto",
    medida: str = "Cumplimiento",
    como: str = "porcentaje",
    meta: tuple[Numero, str] | None = None,
    ancho: int = ANCHO,
) -> Barras:
    """Mide las barras. `meta`: (valor, rótulo). En porcentaje la escala llega a 100; en cantidad, a la mayor."""
    ancho = en_em(ancho)
    x = ETIQUETA + VALOR
    pista = ancho - x - MARGEN
    maximo = 100 if como == "porcentaje" else max((float(d.valor) for d in datos if d.valor is not None), default=0)
    arriba = y = ENCABEZADO if meta else 4
    medidas = []
    for dato in datos:
        rotulo = partir(dato.nombre, ETIQUETA)
        alto = max(FILA, len(rotulo) * RENGLON + 10)
        centro = y + alto // 2
        medidas.append(
            BarraMedida(
                dato=dato,
                rotulo=lineas(rotulo, centro),
                y=centro - GRUESO // 2,
                largo=proporcion(dato.valor, maximo, pista),
                valor_y=centro + LETRA // 3,
            )
        )
        y += alto
    abajo = y
    niveles = [dato.nivel for dato in datos]
    muestras, alto_leyenda = leyenda(niveles, ancho=ancho, y=abajo + MARGEN)
    return Barras(
        id=id,
        titulo=titulo,
        descripcion=descripcion,
        ancho=ancho,
        alto=abajo + (MARGEN + alto_leyenda if muestras else 4),
        tramas=tramas_de(niveles),
        leyenda=muestras,
        con_enlaces=any(dato.url for dato in datos),
        vacia=not datos,
        barras=tuple(medidas),
        meta=_meta(meta, maximo, x, pista) if datos else None,
        como=como,
        concepto=concepto,
        medida=medida,
        x=x,
        valor_x=x - MARGEN,
        pista=pista,
        arriba=arriba,
        abajo=abajo,
    )


def _meta(meta: tuple[Numero, str] | None, maximo: Numero, x: int, pista: int) -> Meta | None:
    if meta is None:
        return None
    valor, texto = meta
    en = x + proporcion(valor, maximo, pista)
    # El rótulo termina en la línea, salvo que por la izquierda no quepa.
    return Meta(texto=texto, x=en, texto_x=max(en, ancho_de(texto)))
