"""Corpus puntuado: archivos de planes con la lectura que una persona esperaría, y cuánto acierta el lector.

`python -m tests.corpus` muestra el puntaje y, por archivo, si se leyó exacto, preguntó, avisó o se equivocó en
silencio; `python -m tests.corpus --reglas`, lo que aporta cada regla de fila. Los archivos son inventados.
"""
