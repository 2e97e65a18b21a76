from django.apps import AppConfig


class UsuariosConfig(AppConfig):
    name = "mipg.usuarios"
    label = "usuarios"
    verbose_name = "Personas y dependencias"
