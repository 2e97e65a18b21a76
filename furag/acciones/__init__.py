"""Verbos de la medición y del mejoramiento."""
