"""Páginas del catálogo."""

from .contradicciones import contradiccion_decidir, contradiccion_lista, decision_revocar
from .enlaces import enlace_designar, enlace_lista, enlace_retirar, enlace_terminar
from .fases import fase_reabrir, fase_terminar
from .fuentes import fuente_detalle, fuente_lista, fuente_retirar
from .jornadas import (
    jornada_anular,
    jornada_crear,
    jornada_detalle,
    jornada_editar,
    jornada_lista,
    jornada_reabrir,
    jornada_realizar,
    material_adjuntar,
    material_retirar,
)
from .politicas import politica_detalle, politica_lista

__all__ = [
    "contradiccion_decidir",
    "contradiccion_lista",
    "decision_revocar",
    "enlace_designar",
    "enlace_lista",
    "enlace_retirar",
    "enlace_terminar",
    "fase_reabrir",
    "fase_terminar",
    "fuente_detalle",
    "fuente_lista",
    "fuente_retirar",
    "jornada_anular",
    "jornada_crear",
    "jornada_detalle",
    "jornada_editar",
    "jornada_lista",
    "jornada_reabrir",
    "jornada_realizar",
    "material_adjuntar",
    "material_retirar",
    "politica_detalle",
    "politica_lista",
]
