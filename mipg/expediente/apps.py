from django.apps import AppConfig


class ExpedienteConfig(AppConfig):
    name = "mipg.expediente"
    label = "expediente"
    verbose_name = "Expediente"
