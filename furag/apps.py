from django.apps import AppConfig


class FuragConfig(AppConfig):
    name = "furag"
    verbose_name = "FURAG"
