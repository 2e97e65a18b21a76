"""Páginas de la medición y del mejoramiento, por sustantivo: la vista lleva el nombre de su URL y de su plantilla."""

from .entregas import (
    entrega_confirmar,
    entrega_contestar,
    entrega_descartar,
    entrega_detalle,
    recomendacion_importar,
)
from .recomendaciones import recomendacion_decidir, recomendacion_detalle, recomendacion_exportar, recomendacion_lista
from .resultados import carga_descargar, resultado_detalle, resultado_exportar, resultado_grupo

__all__ = [
    "carga_descargar",
    "entrega_confirmar",
    "entrega_contestar",
    "entrega_descartar",
    "entrega_detalle",
    "recomendacion_decidir",
    "recomendacion_detalle",
    "recomendacion_exportar",
    "recomendacion_importar",
    "recomendacion_lista",
    "resultado_detalle",
    "resultado_exportar",
    "resultado_grupo",
]
