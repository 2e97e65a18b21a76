"""Formularios de la medición y del mejoramiento: de texto a tipos del dominio."""
