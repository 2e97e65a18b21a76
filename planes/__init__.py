"""Qué se va a hacer, quién, cuándo y con qué versión aprobada."""
