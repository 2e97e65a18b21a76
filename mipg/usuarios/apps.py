from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from mipg import buscador


class UsuariosConfig(AppConfig):
    name = "mipg.usuarios"
    label = "usuarios"
    verbose_name = "Personas y dependencias"

    def ready(self):
        # La app más baja que busca: las demás ya encuentran `__contiene` en sus campos.
        buscador.instalar()


class SitioConfig(AdminConfig):
    default_site = "mipg.usuarios.sitio.Sitio"
    default = False
