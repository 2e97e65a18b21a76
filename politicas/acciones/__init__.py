"""Verbos del catálogo. Atómicos, con autor y con su suceso en la bitácora."""

from .enlaces import designar_enlace
from .estrategias import heredar_estrategias
from .herencias import Herencia, heredar
from .vigencias import PARAMETROS, abrir_vigencia, cerrar_vigencia, tomar_vigencia

__all__ = [
    "PARAMETROS",
    "Herencia",
    "abrir_vigencia",
    "cerrar_vigencia",
    "designar_enlace",
    "heredar",
    "heredar_estrategias",
    "tomar_vigencia",
]
