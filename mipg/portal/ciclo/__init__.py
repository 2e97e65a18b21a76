"""El año MIPG: sus hitos, dónde está cada uno respecto de hoy y su dibujo."""

from mipg.portal.ciclo.anio import Ciclo, ciclo
from mipg.portal.ciclo.hitos import de_corte, de_estrategia, de_planes
from mipg.portal.ciclo.linea import ANCHO, Linea, linea
from mipg.portal.ciclo.momentos import Clase, Hito, Momento, Situacion, en_momento, situacion

__all__ = [
    "ANCHO",
    "Ciclo",
    "Clase",
    "Hito",
    "Linea",
    "Momento",
    "Situacion",
    "ciclo",
    "de_corte",
    "de_estrategia",
    "de_planes",
    "en_momento",
    "linea",
    "situacion",
]
