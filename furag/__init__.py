"""Medición FURAG: resultados, recomendaciones y el mejoramiento que sale de ellas."""
