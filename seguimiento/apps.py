from importlib import import_module

from django.apps import AppConfig


class SeguimientoConfig(AppConfig):
    name = "seguimiento"
    verbose_name = "Seguimiento"

    def ready(self):
        # Los planes no saben de cortes: avisan de cada versión y el corte que se captura guarda lo que regía.
        congelada = import_module("planes.acciones.planes").version_congelada
        congelada.connect(import_module("seguimiento.regias").al_congelar, dispatch_uid="seguimiento_regias")
