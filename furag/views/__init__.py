"""Páginas de la medición y del mejoramiento, por sustantivo: la vista lleva el nombre de su URL y de su plantilla."""
