"""Leer un libro ajeno (Excel o CSV): abrirlo sin riesgo y entender sus textos, números y fechas. Todo puro."""

from .lector import leer
from .libro import ArchivoInvalido, Celda, Fila, Hoja, Libro
from .notas import ColumnaLeida, Elecciones, Nota

__all__ = ["ArchivoInvalido", "Celda", "ColumnaLeida", "Elecciones", "Fila", "Hoja", "Libro", "Nota", "leer"]
