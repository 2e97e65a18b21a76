"""Buscar y ordenar igual en las dos bases: las funciones de la base de datos y lo que se puede buscar."""
