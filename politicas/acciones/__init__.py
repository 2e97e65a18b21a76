"""Verbos del catálogo. Atómicos, con autor y con su suceso en la bitácora."""

from .contradicciones import decidir_contradiccion, revocar_decision
from .enlaces import designar_enlace, retirar_enlace, se_retira, terminar_enlace
from .estrategias import heredar_estrategias
from .fases import Entrega, reabrir_fase, terminar_fase
from .fuentes import importar_fuente, retirar_fuente, version_de
from .herencias import Herencia, heredar
from .vigencias import (
    PARAMETROS,
    abrir_vigencia,
    cerrar_vigencia,
    corregir_version,
    deshacer_apertura,
    por_que_no_se_cierra,
    tomar_vigencia,
)

__all__ = [
    "PARAMETROS",
    "Entrega",
    "Herencia",
    "abrir_vigencia",
    "cerrar_vigencia",
    "corregir_version",
    "decidir_contradiccion",
    "deshacer_apertura",
    "designar_enlace",
    "heredar",
    "heredar_estrategias",
    "importar_fuente",
    "por_que_no_se_cierra",
    "reabrir_fase",
    "retirar_enlace",
    "retirar_fuente",
    "revocar_decision",
    "se_retira",
    "terminar_enlace",
    "terminar_fase",
    "tomar_vigencia",
    "version_de",
]
