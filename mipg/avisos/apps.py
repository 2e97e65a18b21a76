from django.apps import AppConfig


class AvisosConfig(AppConfig):
    name = "mipg.avisos"
    label = "avisos"
    verbose_name = "Avisos y correo"
