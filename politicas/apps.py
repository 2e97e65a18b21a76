from django.apps import AppConfig


class PoliticasConfig(AppConfig):
    name = "politicas"
    verbose_name = "Modelo y políticas"
