"""Decisiones puras del catálogo."""

from .contradicciones import Clase, Contradiccion, Lectura, Opcion, de_responsables, detectar, es_otro_nombre
from .decisiones import problemas_para_decidir, problemas_para_revocar
from .enlaces import (
    ANTICIPACION,
    Responsable,
    problemas_para_designar,
    problemas_para_retirar_enlace,
    problemas_para_terminar,
    responsables_y_enlaces,
    se_retira,
)
from .equivalencias import Linea, Par, linaje, linea, uno_a_uno
from .fuentes import problemas_para_cargar, problemas_para_corregir, problemas_para_retirar
from .papeles import POR_DECIDIR, Papeles, decir_papeles
from .responsabilidades import PARTICIPA, QUE_RESPONDEN, Fase, fases
from .vigencias import DIAS_AVISO, problemas_de_parametros, problemas_para_abrir, problemas_para_cerrar, vigencia_actual

__all__ = [
    "ANTICIPACION",
    "DIAS_AVISO",
    "PARTICIPA",
    "POR_DECIDIR",
    "QUE_RESPONDEN",
    "Clase",
    "Contradiccion",
    "Fase",
    "Lectura",
    "Linea",
    "Opcion",
    "Papeles",
    "Par",
    "Responsable",
    "de_responsables",
    "decir_papeles",
    "detectar",
    "es_otro_nombre",
    "fases",
    "linaje",
    "linea",
    "problemas_de_parametros",
    "problemas_para_abrir",
    "problemas_para_cargar",
    "problemas_para_cerrar",
    "problemas_para_corregir",
    "problemas_para_decidir",
    "problemas_para_designar",
    "problemas_para_retirar",
    "problemas_para_retirar_enlace",
    "problemas_para_revocar",
    "problemas_para_terminar",
    "responsables_y_enlaces",
    "se_retira",
    "uno_a_uno",
    "vigencia_actual",
]
