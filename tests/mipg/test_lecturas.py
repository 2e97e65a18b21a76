"""Quién lee los archivos de cada destino."""

from django.conf import settings
from django.utils.module_loading import import_string

from mipg.expediente.admin import PAGINAS


def test_cada_destino_con_lector_lo_tiene_y_se_puede_revisar():
    for destino, ruta in settings.LECTORES.items():
        assert import_string(ruta).__name__ == "leer_y_guardar"
        assert destino in PAGINAS, f"No se sabe en qué página se revisa un archivo de «{destino}»."
