from importlib import import_module

from django.apps import AppConfig


class FuragConfig(AppConfig):
    name = "furag"
    verbose_name = "FURAG"

    def ready(self):
        # Los planes no saben de mejoramiento: aquí se les dice qué más entra y sale con los de esa clase.
        import_module("furag.acciones.libros_de_mejora").registrar_lo_propio()
