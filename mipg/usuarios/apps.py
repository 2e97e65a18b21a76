from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from mipg.buscador import funciones


class UsuariosConfig(AppConfig):
    name = "mipg.usuarios"
    label = "usuarios"
    verbose_name = "Personas y dependencias"

    def ready(self):
        # La app más baja que busca: las demás ya encuentran `__contiene` en sus campos.
        funciones.instalar()
        # Tiene una tabla: sólo se puede importar cuando las apps ya están.
        import_module("mipg.buscador.indice").instalar(self)


class SitioConfig(AdminConfig):
    default_site = "mipg.usuarios.sitio.Sitio"
    default = False
