"""«Hoy toca»: en qué va el año MIPG. Se deriva de fechas que ya existen; nada se guarda y ninguna se inventa.

Las fechas salen de la vigencia (límites de los planes), de los cortes (ventanas de captura y cierres) y de las
estrategias del plan de implementación. Lo que el documento trae sin día se muestra con sus palabras.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from mipg.etiquetas import fecha
from mipg.fechas import MESES, habiles_entre
from mipg.portal import plazos


class Clase(StrEnum):
    """De qué es un hito; decide su renglón y su figura en la línea del año."""

    PLAZO = "PLAZO"
    CAPTURA = "CAPTURA"
    ESTRATEGIA = "ESTRATEGIA"


class Situacion(StrEnum):
    """Dónde está un hito respecto de hoy."""

    CORRE = "CORRE"
    SIGUE = "SIGUE"
    PASO = "PASO"
    SIN_DIA = "SIN_DIA"


@dataclass(frozen=True)
class Hito:
    """Un plazo o una ventana del año.

    `hasta` es su último día; `desde`, el primero (sin él, es sólo un plazo). `texto` es la fecha como la trae el
    documento cuando no da un día. `hecho`: sí, no o, si el sistema no lo mide, `None` (pasa cuando pasa su fecha).
    """

    clase: Clase
    titulo: str
    desde: date | None = None
    hasta: date | None = None
    texto: str = ""
    url: str = ""
    hecho: bool | None = None
    detalle: str = ""
    rotulo: str = ""


@dataclass(frozen=True)
class Momento:
    """Un hito visto hoy: su situación y cuánto falta, en palabras."""

    hito: Hito
    situacion: Situacion
    plazo: str
    clase: str


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
    hoy: int
    alto: int
    resumen: str


@dataclass(frozen=True)
class Ciclo:
    """El año partido en lo que corre, lo que sigue, lo que pasó y lo que no tiene día."""

    corre: tuple[Momento, ...]
    sigue: tuple[Momento, ...]
    paso: tuple[Momento, ...]
    sin_dia: tuple[Momento, ...]
    linea: Linea

    @property
    def con_estrategias(self) -> bool:
        """Trae las del plan de implementación del año."""
        todos = (*self.corre, *self.sigue, *self.paso, *self.sin_dia)
        return any(momento.hito.clase == Clase.ESTRATEGIA for momento in todos)


ANCHO = 360
_MARGEN = 8
_TOPE = 34
_RENGLON = 18
_PIE = 6
_FIGURA = 12
_LETRA = 6


def situacion(hito: Hito, hoy: date) -> Situacion:
    """Lo vencido que se sabe sin hacer sigue corriendo: es justo lo que toca."""
    if hito.hasta is None:
        return Situacion.SIN_DIA
    if hito.hecho or (hito.hecho is None and hito.hasta < hoy):
        return Situacion.PASO
    if hito.hasta < hoy or (hito.desde is not None and hito.desde <= hoy):
        return Situacion.CORRE
    return Situacion.SIGUE


def en_momento(hito: Hito, hoy: date, asuetos: Collection[date] = ()) -> Momento:
    """El hito con su situación y su plazo en días hábiles."""
    cual = situacion(hito, hoy)
    if cual == Situacion.SIN_DIA:
        return Momento(hito, cual, hito.texto or "El documento no trae fecha", "gris")
    if cual == Situacion.PASO:
        return Momento(hito, cual, "Hecho" if hito.hecho else f"Terminó el {fecha(hito.hasta)}", "gris")
    if cual == Situacion.SIGUE and hito.desde:
        return Momento(hito, cual, _empieza(habiles_entre(hoy, hito.desde, asuetos)), "")
    frase = plazos.en_palabras(habiles_entre(hoy, hito.hasta, asuetos), hito.hasta, hoy)
    return Momento(hito, cual, frase, plazos.CLASES[plazos.grupo_de(hito.hasta, hoy)] or "info")


def _empieza(habiles: int) -> str:
    if not habiles:
        return "Empieza antes del próximo día hábil"
    return "Empieza el próximo día hábil" if habiles == 1 else f"Empieza en {habiles} días hábiles"


def ciclo(hitos: Iterable[Hito], anio: int, hoy: date, asuetos: Collection[date] = ()) -> Ciclo:
    """Reparte los hitos del año `anio`: lo que corre y lo que sigue, lo más próximo primero; lo que pasó, al revés."""
    momentos = [en_momento(hito, hoy, asuetos) for hito in hitos]

    def los(cual: Situacion, orden, *, al_reves: bool = False) -> tuple[Momento, ...]:
        suyos = [m for m in momentos if m.situacion == cual]
        return tuple(sorted(suyos, key=orden, reverse=al_reves))

    return Ciclo(
        corre=los(Situacion.CORRE, lambda m: m.hito.hasta),
        sigue=los(Situacion.SIGUE, lambda m: m.hito.desde or m.hito.hasta),
        paso=los(Situacion.PASO, lambda m: m.hito.hasta, al_reves=True),
        sin_dia=los(Situacion.SIN_DIA, lambda m: m.hito.titulo),
        linea=linea(momentos, anio, hoy),
    )


def linea(momentos: Iterable[Momento], anio: int, hoy: date) -> Linea:
    """El dibujo del año: un renglón por clase y, si se cruzan, los que hagan falta.

    El eje va de enero a diciembre y se alarga por meses enteros si algo (o el día de hoy) queda después.
    """
    con_dia = [m for m in momentos if m.hito.hasta is not None]
    inicio = date(anio, 1, 1)
    ultimo = max([date(anio, 12, 31), *(m.hito.hasta for m in con_dia), hoy])
    primeros = _primeros_de_mes(inicio, ultimo)
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
            puesto = next((n for n, libre in enumerate(libres) if libre < x), len(libres))
            # El rótulo va a la derecha de la figura y también ocupa.
            libres[puesto : puesto + 1] = [fin + _FIGURA + _LETRA * len(momento.hito.rotulo)]
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
        hoy=x_de(hoy),
        alto=_TOPE + _RENGLON * max(base, 1) + _PIE,
        resumen=_resumen(con_dia, anio),
    )


def _desde(hito: Hito) -> date:
    return hito.desde or hito.hasta


def _primeros_de_mes(inicio: date, ultimo: date) -> list[date]:
    """El día 1 de cada mes que el eje muestra y el del siguiente, que lo cierra."""
    primeros = [inicio]
    while primeros[-1] <= ultimo:
        primeros.append((primeros[-1] + timedelta(days=32)).replace(day=1))
    return primeros


def _resumen(momentos: Collection[Momento], anio: int) -> str:
    cuantos = {cual: sum(m.situacion == cual for m in momentos) for cual in Situacion}
    return (
        f"Calendario de {anio}: {cuantos[Situacion.CORRE]} en curso, {cuantos[Situacion.SIGUE]} por venir y "
        f"{cuantos[Situacion.PASO]} ya terminados. La lista siguiente los dice con sus fechas."
    )


# --- De qué se deriva ------------------------------------------------------------------------------------------


def de_planes(*, titulo: str, limite: date, publicados: int, total: int, url: str, rotulo: str) -> Hito:
    """El plazo de formular y publicar los planes de una clase, con cuántos van."""
    falta = total - publicados
    return Hito(
        Clase.PLAZO,
        titulo,
        hasta=limite,
        hecho=total > 0 and not falta,
        detalle=f"{publicados} de {total} publicados." if total else "Todavía no se crean.",
        url=url,
        rotulo=rotulo,
    )


def de_corte(corte, *, url: str, hoy: date) -> Hito:
    """La captura de un corte; si la ventana ya pasó y no ha cerrado, lo que toca es revisarlo y cerrarlo."""
    hito = Hito(
        Clase.CAPTURA,
        f"Captura de {corte}",
        desde=corte.abre,
        hasta=corte.cierra,
        hecho=corte.esta_cerrado,
        url=url,
        rotulo=f"T{corte.trimestre}",
    )
    if corte.esta_cerrado:
        return replace(hito, titulo=f"Cierre de {corte}", detalle=f"Cifras congeladas el {fecha(corte.cerrado_en)}.")
    if corte.esta_abierto and hoy > corte.cierra:
        return replace(hito, titulo=f"Revisión y cierre de {corte}", detalle="La captura terminó.")
    if not corte.esta_abierto and hoy >= corte.abre:
        return replace(hito, detalle="Falta que Planeación lo abra.")
    return hito


def de_estrategia(estrategia) -> Hito:
    """Una estrategia del plan de implementación, con las fechas que el documento sí trae."""
    return Hito(
        Clase.ESTRATEGIA,
        str(estrategia),
        desde=estrategia.fecha_inicio,
        hasta=estrategia.fecha_fin,
        texto=estrategia.fecha_texto,
        rotulo=str(estrategia.numero),
    )
