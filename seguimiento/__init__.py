"""Mide, revisa, cierra e informa: cortes, avances, cumplimiento, tablero."""
