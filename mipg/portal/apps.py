from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "mipg.portal"
    label = "portal"
    verbose_name = "Portal"
