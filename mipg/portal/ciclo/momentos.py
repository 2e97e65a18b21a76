"""«Hoy toca»: en qué va el año MIPG. Se deriva de fechas que ya existen; nada se guarda y ninguna se inventa.

Las fechas salen de la vigencia (límites de los planes), de los cortes (ventanas de captura y cierres) y de las
estrategias del plan de implementación. Lo que el documento trae sin día se muestra con sus palabras.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mipg.etiquetas import fecha
from mipg.fechas import habiles_entre
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
