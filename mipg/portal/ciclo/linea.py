"""El dibujo chico del año: lo que cabe en una pantalla angosta o en un lado de la página."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mipg.fechas import MESES
from mipg.graficas.cronograma import inicios_de_mes
from mipg.portal.ciclo.momentos import Clase, Hito, Momento, Situacion

ANCHO = 360
_MARGEN = 8
_TOPE = 34
_RENGLON = 18
_PIE = 6
# Media figura de un plazo, lo que la separa de su rótulo y lo que ocupa cada letra de él.
_MEDIO_ROMBO = 8
_ESPACIO = 4
_LETRA = 7
# Hasta cuándo, del año siguiente, se mira todavía uno que no se ha cerrado.
_MES_QUE_ALARGA = 4


@dataclass(frozen=True)
class Figura:
    """Un hito en la línea del año; `x` y `ancho`, en unidades del dibujo."""

    x: int
    ancho: int
    renglon: int
    clase: str
    rotulo: str
    estado: str


@dataclass(frozen=True)
class Linea:
    """La línea del año, lista para pintar en un dibujo de `ANCHO` × `alto` unidades."""

    meses: tuple[tuple[int, str], ...]
    figuras: tuple[Figura, ...]
    hoy: int | None
    alto: int
    resumen: str


def linea(momentos: Iterable[Momento], anio: int, hoy: date) -> Linea:
    """El dibujo del año: un renglón por clase y, si se cruzan, los que hagan falta.

    El eje va de enero a diciembre y se alarga por meses enteros si algo queda después, o el día de hoy si es poco
    después: de otro año, no se marca.
    """
    con_dia = [m for m in momentos if m.hito.hasta is not None]
    inicio = date(anio, 1, 1)
    ultimo = max([date(anio, 12, 31), *(m.hito.hasta for m in con_dia)])
    se_marca = inicio <= hoy <= max(ultimo, date(anio + 1, _MES_QUE_ALARGA, 1))
    if se_marca:
        ultimo = max(ultimo, hoy)
    primeros = inicios_de_mes(inicio, ultimo)
    dias = (primeros[-1] - inicio).days

    def x_de(dia: date) -> int:
        dentro = min(max((dia - inicio).days, 0), dias)
        return _MARGEN + round(dentro * (ANCHO - 2 * _MARGEN) / dias)

    figuras, base = [], 0
    for clase in Clase:
        suyos = sorted((m for m in con_dia if m.hito.clase == clase), key=lambda m: (_desde(m.hito), m.hito.hasta))
        libres: list[int] = []
        for momento in suyos:
            x = x_de(_desde(momento.hito))
            fin = max(x_de(momento.hito.hasta + timedelta(days=1)), x + 6) if momento.hito.desde else x
            medio = 0 if momento.hito.desde else _MEDIO_ROMBO
            puesto = next((n for n, libre in enumerate(libres) if libre < x - medio), len(libres))
            # El rótulo va a la derecha de la figura y también ocupa.
            libres[puesto : puesto + 1] = [fin + medio + 2 * _ESPACIO + _LETRA * len(momento.hito.rotulo)]
            figuras.append(
                Figura(
                    x=x,
                    ancho=fin - x,
                    renglon=_TOPE + _RENGLON * (base + puesto),
                    clase=clase.lower(),
                    rotulo=momento.hito.rotulo,
                    estado=momento.situacion.lower(),
                )
            )
        base += len(libres)
    return Linea(
        meses=tuple((x_de(dia), MESES[dia.month - 1][0].upper()) for dia in primeros[:-1]),
        figuras=tuple(figuras),
        hoy=x_de(hoy) if se_marca else None,
        alto=_TOPE + _RENGLON * max(base, 1) + _PIE,
        resumen=_resumen(con_dia, anio),
    )


def _desde(hito: Hito) -> date:
    return hito.desde or hito.hasta


def _resumen(momentos: Collection[Momento], anio: int) -> str:
    cuantos = {cual: sum(m.situacion == cual for m in momentos) for cual in Situacion}
    return (
        f"Calendario de {anio}: {cuantos[Situacion.CORRE]} en curso, {cuantos[Situacion.SIGUE]} por venir y "
        f"{cuantos[Situacion.PASO]} ya terminados. La lista siguiente los dice con sus fechas."
    )
