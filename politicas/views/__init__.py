"""Páginas del catálogo."""

from .enlaces import enlace_designar, enlace_lista
from .fuentes import fuente_detalle, fuente_lista, fuente_retirar
from .politicas import politica_detalle, politica_lista

__all__ = [
    "enlace_designar",
    "enlace_lista",
    "fuente_detalle",
    "fuente_lista",
    "fuente_retirar",
    "politica_detalle",
    "politica_lista",
]
