from importlib import import_module

from django.apps import AppConfig


class FuragConfig(AppConfig):
    name = "furag"
    verbose_name = "FURAG"

    def ready(self):
        # Los planes no saben de mejoramiento: aquí se les dice qué más entra y sale con los de esa clase.
        import_module("furag.acciones.libros_de_mejora").registrar_lo_propio()
        # Los planes no saben de FURAG: preguntan qué más les falta, y el de mejoramiento exige lo suyo.
        falta = import_module("planes.acciones.planes").que_mas_le_falta
        falta.connect(import_module("furag.faltas").contestar, dispatch_uid="furag_faltas")
