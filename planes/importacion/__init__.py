"""Entiende un plan de acción en Excel o CSV tal como lo llevan las entidades.

`leer` abre el archivo (o lanza `ArchivoInvalido`); `interpretar` dice qué actividades trae, qué se supuso y qué hay
que corregir. Todo es puro: ni base de datos, ni ajustes, ni reloj.
"""

from mipg.libros import ArchivoInvalido, leer

from .interprete import interpretar
from .lectura import ActividadLeida, Elecciones, Lectura

__all__ = ["ActividadLeida", "ArchivoInvalido", "Elecciones", "Lectura", "interpretar", "leer"]
