from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class UsuariosConfig(AppConfig):
    name = "mipg.usuarios"
    label = "usuarios"
    verbose_name = "Personas y dependencias"


class SitioConfig(AdminConfig):
    default_site = "mipg.usuarios.sitio.Sitio"
    default = False
