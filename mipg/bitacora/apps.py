from django.apps import AppConfig


class BitacoraConfig(AppConfig):
    name = "mipg.bitacora"
    label = "bitacora"
    verbose_name = "Bitácora"
