"""Gráficas en SVG hechas en el servidor: aquí la geometría, en `templates/graficas/` el dibujo.

Cada función recibe datos ya leídos y devuelve una `Grafica` inmutable con todo medido; la plantilla sólo la pinta. El
mismo dibujo sirve a la página y al PDF: lleva sus colores y tramas como atributos de presentación, porque la hoja de
estilo de un PDF no entra en un SVG. Cada clase nombra su dibujo (`dibujo`) y su tabla de datos (`tabla`).

Todas las medidas son enteros —una unidad es un píxel a tamaño corriente—: un entero se escribe igual en todo idioma.
"""

from mipg.graficas.barras import Barra, Barras, barras
from mipg.graficas.calor import Calor, Celda, Columna, Renglon, calor
from mipg.graficas.cronograma import Cronograma, Tarea, cronograma
from mipg.graficas.lienzo import Grafica, Nivel
from mipg.graficas.tendencia import Punto, Tendencia, tendencia

__all__ = [
    "Barra",
    "Barras",
    "Calor",
    "Celda",
    "Columna",
    "Cronograma",
    "Grafica",
    "Nivel",
    "Punto",
    "Renglon",
    "Tarea",
    "Tendencia",
    "barras",
    "calor",
    "cronograma",
    "tendencia",
]
