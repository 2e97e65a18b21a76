"""Páginas de la medición y del mejoramiento, por sustantivo. El nombre de la vista es el de la URL y el de la plantilla."""
