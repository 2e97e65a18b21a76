"""Etiquetas de plantilla del admin."""
