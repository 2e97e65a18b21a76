"""Verbos del catálogo. Atómicos, con autor y con su suceso en la bitácora."""

from .contradicciones import decidir_contradiccion, revocar_decision
from .enlaces import designar_enlace
from .estrategias import heredar_estrategias
from .herencias import Herencia, heredar
from .vigencias import PARAMETROS, abrir_vigencia, cerrar_vigencia, tomar_vigencia

__all__ = [
    "PARAMETROS",
    "Herencia",
    "abrir_vigencia",
    "cerrar_vigencia",
    "decidir_contradiccion",
    "designar_enlace",
    "heredar",
    "heredar_estrategias",
    "revocar_decision",
    "tomar_vigencia",
]
