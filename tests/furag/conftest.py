"""Accesorios de las pruebas de la medición."""

from tests.planes.conftest import consultas_de, reloj_fijo

__all__ = ["consultas_de", "reloj_fijo"]
