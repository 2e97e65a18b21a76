"""Entiende un plan de acción en Excel o CSV tal como lo llevan las entidades (`producto.md` P-28).

`leer` abre el archivo (o lanza `ArchivoInvalido`); `interpretar` dice qué actividades trae, qué se supuso y qué hay
que corregir. Todo es puro: ni base de datos, ni ajustes, ni reloj.
"""

from mipg.libros.lector import leer
from mipg.libros.libro import ArchivoInvalido, Celda, Fila, Hoja, Libro
from mipg.libros.notas import ColumnaLeida, FilaOmitida, Nota

from .interprete import interpretar
from .lectura import ActividadLeida, DependenciaSinReconocer, Elecciones, Lectura
from .mensajes import MENSAJES
from .plazos import PLAN_DE_OTRO_ANIO
from .titulos import campos_elegibles
from .valores import es_poco, leer_pesos

__all__ = [
    "MENSAJES",
    "PLAN_DE_OTRO_ANIO",
    "ActividadLeida",
    "ArchivoInvalido",
    "Celda",
    "ColumnaLeida",
    "DependenciaSinReconocer",
    "Elecciones",
    "Fila",
    "FilaOmitida",
    "Hoja",
    "Lectura",
    "Libro",
    "Nota",
    "campos_elegibles",
    "es_poco",
    "interpretar",
    "leer",
    "leer_pesos",
]
