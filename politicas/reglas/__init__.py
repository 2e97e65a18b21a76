"""Decisiones puras del catálogo."""

from .enlaces import Responsable, problemas_para_designar, responsables_y_enlaces
from .responsabilidades import Fase, difieren, fases
from .vigencias import DIAS_AVISO, problemas_de_parametros, problemas_para_abrir, problemas_para_cerrar, vigencia_actual

__all__ = [
    "DIAS_AVISO",
    "Fase",
    "Responsable",
    "difieren",
    "fases",
    "problemas_de_parametros",
    "problemas_para_abrir",
    "problemas_para_cerrar",
    "problemas_para_designar",
    "responsables_y_enlaces",
    "vigencia_actual",
]
