"""Decisiones puras del catálogo."""

from .contradicciones import Clase, Contradiccion, Lectura, Opcion, de_responsables, detectar, es_otro_nombre
from .enlaces import Responsable, problemas_para_designar, responsables_y_enlaces
from .papeles import POR_DECIDIR, Papeles, decir_papeles
from .responsabilidades import Fase, difieren, fases
from .vigencias import DIAS_AVISO, problemas_de_parametros, problemas_para_abrir, problemas_para_cerrar, vigencia_actual

__all__ = [
    "DIAS_AVISO",
    "POR_DECIDIR",
    "Clase",
    "Contradiccion",
    "Fase",
    "Lectura",
    "Opcion",
    "Papeles",
    "Responsable",
    "de_responsables",
    "decir_papeles",
    "detectar",
    "difieren",
    "es_otro_nombre",
    "fases",
    "problemas_de_parametros",
    "problemas_para_abrir",
    "problemas_para_cerrar",
    "problemas_para_designar",
    "responsables_y_enlaces",
    "vigencia_actual",
]
