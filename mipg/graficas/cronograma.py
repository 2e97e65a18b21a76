"""Cronograma: cada actividad entre su inicio y su fin, sobre los meses, con la línea de «hoy»."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from mipg.graficas.lienzo import (
    LETRA,
    RENGLON,
    Grafica,
    Linea,
    Nivel,
    en_em,
    lineas,
    partir,
    tramas_de,
)

ANCHO = 1008
ETIQUETA = 264
ESTADO = 184
ENCABEZADO = 46
FILA = 34
GRUESO = 16
# Una tarea de un día también se tiene que ver.
LARGO_MINIMO = 6
_INICIALES = "EFMAMJJASOND"


@dataclass(frozen=True)
class Tarea:
    """Una actividad: entre qué días va, cómo está (`nivel`, con su palabra) y adónde lleva."""

    nombre: str
    inicio: date | None
    fin: date | None
    nivel: Nivel
    url: str = ""


@dataclass(frozen=True)
class TareaMedida:
    """Una tarea puesta en su sitio; `largo` 0 si no tiene fechas."""

    dato: Tarea
    rotulo: tuple[Linea, ...]
    x: int
    y: int
    largo: int
    texto_y: int


@dataclass(frozen=True)
class Mes:
    """Un mes: su inicial, dónde empieza y el centro."""

    inicial: str
    x: int
    centro: int


@dataclass(frozen=True, kw_only=True)
class Cronograma(Grafica):
    """Cronograma medido de un año."""

    dibujo: ClassVar[str] = "graficas/cronograma.svg"
    tabla: ClassVar[str] = "graficas/cronograma.html"

    anio: int
    hoy: date
    tareas: tuple[TareaMedida, ...]
    meses: tuple[Mes, ...]
    hoy_x: int | None
    hoy_texto_x: int
    izquierda: int
    derecha: int
    estado_x: int
    arriba: int
    abajo: int
    grueso: int = GRUESO


def cronograma(
    tareas: Sequence[Tarea],
    *,
    anio: int,
    hoy: date,
    id: str,
    titulo: str,
    descripcion: str = "",
    hasta: date | None = None,
) -> Cronograma:
    """Mide el cronograma del `anio`; lo que empieza antes o termina después se corta en el borde.

    El eje va de enero a diciembre o, si `hasta` es posterior, hasta el final de ese mes.
    """
    ancho = en_em(ANCHO)
    izquierda, derecha = ETIQUETA + 12, ANCHO - ESTADO
    inicios = inicios_de_mes(date(anio, 1, 1), max(hasta or date.min, date(anio, 12, 31)))
    primero, ultimo = inicios[0], inicios[-1] - timedelta(days=1)
    dias = (ultimo - primero).days + 1

    def x_de(dia: date, al_final: bool = False) -> int:
        pasados = (min(max(dia, primero), ultimo) - primero).days + al_final
        return izquierda + round(pasados * (derecha - izquierda) / dias)

    medidas, y = [], ENCABEZADO
    for tarea in tareas:
        rotulo = partir(tarea.nombre, ETIQUETA, renglones=3)
        alto = max(FILA, len(rotulo) * RENGLON + 10)
        centro = y + alto // 2
        # Con una sola fecha se pinta ese día.
        inicio, fin = tarea.inicio or tarea.fin, tarea.fin or tarea.inicio
        x, largo = izquierda, 0
        if inicio is not None and fin is not None:
            x = min(x_de(inicio), derecha - LARGO_MINIMO)
            largo = max(x_de(fin, al_final=True) - x, LARGO_MINIMO)
        medidas.append(TareaMedida(tarea, lineas(rotulo, centro), x, centro - GRUESO // 2, largo, centro + LETRA // 3))
        y += alto
    hoy_x = x_de(hoy) if primero <= hoy <= ultimo else None
    bordes = [*map(x_de, inicios[:-1]), derecha]
    return Cronograma(
        id=id,
        titulo=titulo,
        descripcion=descripcion,
        ancho=ancho,
        alto=y + 4,
        tramas=tramas_de(tarea.nivel for tarea in tareas),
        con_enlaces=any(tarea.url for tarea in tareas),
        vacia=not tareas,
        anio=anio,
        hoy=hoy,
        tareas=tuple(medidas),
        meses=tuple(
            Mes(_INICIALES[dia.month - 1], x, (x + siguiente) // 2)
            for dia, x, siguiente in zip(inicios[:-1], bordes[:-1], bordes[1:], strict=True)
        ),
        hoy_x=hoy_x,
        # El rótulo «hoy 31/12/2025» mide unas nueve letras: que quepa a los dos lados.
        hoy_texto_x=min(max(hoy_x or izquierda, izquierda + 56), derecha - 56),
        izquierda=izquierda,
        derecha=derecha,
        estado_x=derecha + 12,
        arriba=ENCABEZADO,
        abajo=y,
    )


def inicios_de_mes(primero: date, ultimo: date) -> list[date]:
    """El día 1 de cada mes del eje y el del siguiente, que lo cierra."""
    inicios = [primero]
    while inicios[-1] <= ultimo:
        inicios.append((inicios[-1] + timedelta(days=32)).replace(day=1))
    return inicios
