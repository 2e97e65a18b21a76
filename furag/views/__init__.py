"""Páginas de la medición y del mejoramiento, por sustantivo: la vista lleva el nombre de su URL y de su plantilla."""

from .cargas import carga_confirmar, diccionario_confirmar, diccionario_importar, resultado_importar
from .entregas import (
    entrega_confirmar,
    entrega_contestar,
    entrega_descartar,
    entrega_detalle,
    recomendacion_importar,
)
from .importaciones import importacion_descartar, importacion_detalle
from .mediciones import medicion_crear, medicion_detalle, medicion_editar, medicion_lista
from .recomendaciones import recomendacion_decidir, recomendacion_detalle, recomendacion_exportar, recomendacion_lista
from .resultados import carga_descargar, resultado_detalle, resultado_exportar, resultado_grupo

__all__ = [
    "carga_confirmar",
    "carga_descargar",
    "diccionario_confirmar",
    "diccionario_importar",
    "entrega_confirmar",
    "entrega_contestar",
    "entrega_descartar",
    "entrega_detalle",
    "importacion_descartar",
    "importacion_detalle",
    "medicion_crear",
    "medicion_detalle",
    "medicion_editar",
    "medicion_lista",
    "recomendacion_decidir",
    "recomendacion_detalle",
    "recomendacion_exportar",
    "recomendacion_importar",
    "recomendacion_lista",
    "resultado_detalle",
    "resultado_exportar",
    "resultado_grupo",
    "resultado_importar",
]
