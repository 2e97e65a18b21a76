"""Suelo: la bandeja de salida y el resumen diario de lo que cada persona tiene pendiente."""
