"""Páginas del catálogo."""

from .enlaces import enlace_designar, enlace_lista
from .politicas import politica_detalle, politica_lista

__all__ = [
    "enlace_designar",
    "enlace_lista",
    "politica_detalle",
    "politica_lista",
]
