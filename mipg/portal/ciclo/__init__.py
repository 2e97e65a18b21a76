"""El año MIPG: sus hitos, dónde está cada uno respecto de hoy, lo que falta y de quién, y su dibujo."""

from mipg.portal.ciclo.anio import Ciclo, ciclo
from mipg.portal.ciclo.lector import Lector
from mipg.portal.ciclo.lectura import Detalle, de_estrategias, detallar, documentados, grupos_de_planes, leer
from mipg.portal.ciclo.linea import ANCHO, Linea, linea
from mipg.portal.ciclo.momentos import Clase, Falta, Hito, Momento, Riesgo, Situacion, en_momento, situacion
from mipg.portal.ciclo.publico import publicos

__all__ = [
    "ANCHO",
    "Ciclo",
    "Clase",
    "Detalle",
    "Falta",
    "Hito",
    "Lector",
    "Linea",
    "Momento",
    "Riesgo",
    "Situacion",
    "ciclo",
    "de_estrategias",
    "detallar",
    "documentados",
    "en_momento",
    "grupos_de_planes",
    "leer",
    "linea",
    "publicos",
    "situacion",
]
