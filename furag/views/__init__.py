"""Páginas de la medición y del mejoramiento, por sustantivo: la vista lleva el nombre de su URL y de su plantilla."""

from .cargas import carga_confirmar, diccionario_confirmar, diccionario_importar, resultado_importar
from .entregas import entrega_confirmar, entrega_contestar, entrega_descartar, entrega_detalle, recomendacion_importar
from .firmas import plan_suscribir, suscripcion_anular
from .formulacion import mejora_completar, mejora_crear, mejora_editar
from .importaciones import importacion_descartar, importacion_detalle
from .mediciones import medicion_crear, medicion_detalle, medicion_editar, medicion_lista
from .mejoras import mejora_detalle, mejora_lista
from .parecidas import mejora_ligar
from .recomendaciones import recomendacion_decidir, recomendacion_detalle, recomendacion_exportar, recomendacion_lista
from .resultados import carga_descargar, resultado_detalle, resultado_exportar, resultado_grupo
from .verificaciones import concepto_anular, mejora_conceptuar, mejora_continuar, mejora_verificar, verificacion_anular

__all__ = [
    "carga_confirmar",
    "carga_descargar",
    "concepto_anular",
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
    "mejora_completar",
    "mejora_conceptuar",
    "mejora_continuar",
    "mejora_crear",
    "mejora_detalle",
    "mejora_editar",
    "mejora_ligar",
    "mejora_lista",
    "mejora_verificar",
    "plan_suscribir",
    "recomendacion_decidir",
    "recomendacion_detalle",
    "recomendacion_exportar",
    "recomendacion_importar",
    "recomendacion_lista",
    "resultado_detalle",
    "resultado_exportar",
    "resultado_grupo",
    "resultado_importar",
    "suscripcion_anular",
    "verificacion_anular",
]
