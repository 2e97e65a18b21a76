"""Leer un libro ajeno (Excel o CSV): abrirlo sin riesgo y entender sus textos, números y fechas. Todo puro."""

from .lector import leer
from .libro import ArchivoInvalido, Celda, Fila, Hoja, Libro

__all__ = ["ArchivoInvalido", "Celda", "Fila", "Hoja", "Libro", "leer"]
