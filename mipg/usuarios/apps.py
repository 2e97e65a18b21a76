from importlib import import_module

from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.usersessions.apps import UserSessionsConfig
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


class SesionesConfig(UserSessionsConfig):
    """Las sesiones de la biblioteca, que al entrar anota la nueva y no repasa todas las de la persona.

    Lo vencido lo borra la tarea de cada noche: si no, entrar costaría más a quien más entra.
    """

    verbose_name = "sesiones abiertas"

    def ready(self):
        # Al cambiar la clave la sesión cambia de llave.
        for hecho in (user_logged_in, password_changed, password_set):
            hecho.connect(_anotar_sesion, dispatch_uid="mipg_sesiones")


def _anotar_sesion(request, **_) -> None:
    import_module("allauth.usersessions.models").UserSession.objects.create_from_request(request)


class SitioConfig(AdminConfig):
    default_site = "mipg.usuarios.sitio.Sitio"
    default = False
