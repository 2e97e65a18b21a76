"""La única puerta: quién entra y cómo se protege la clave."""

import time

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils import timezone

from mipg.usuarios import claves
from mipg.usuarios.factor import acciones as factor
from mipg.usuarios.middleware import INICIO


class Argon2id(Argon2PasswordHasher):
    """Argon2id con t=2, 19 MiB y p=1 (OWASP): unos 15 ms por intento."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class DificilDeAdivinar:
    """Validador de Django: exige menos letras a quien entra además con un segundo factor."""

    def validate(self, password, user=None):
        """Lanza `ValidationError` con lo que hay que cambiar."""
        exigencia = claves.CON_FACTOR if _esta_guardada(user) and factor.de(user).exists() else claves.SIN_FACTOR
        de_quien = claves.contexto(_textos_de(user), timezone.localdate().year)
        if problemas := claves.problemas_de_clave(password, exigencia, de_quien):
            raise ValidationError(problemas)

    def get_help_text(self):
        """Lo que se lee antes de elegirla."""
        return (
            f"Al menos {claves.SIN_FACTOR.largo} letras o signos ({claves.CON_FACTOR.largo} si entra con un segundo "
            "factor). Lo más fácil: cuatro palabras sin relación entre sí ni con usted, la entidad o el año."
        )


def _esta_guardada(persona) -> bool:
    return persona is not None and persona.pk is not None


def _textos_de(persona) -> list[str]:
    textos = [settings.ENTIDAD["nombre"], settings.ENTIDAD["nit"]]
    if _esta_guardada(persona):
        dependencias = persona.asignaciones.values_list("dependencia__nombre", "dependencia__sigla")
        textos += [persona.nombre, persona.email, persona.email.partition("@")[0], persona.cargo]
        textos += [texto for pareja in dependencias for texto in pareja]
    return textos


class PuertaUnica(AuthenticationBackend):
    """Ingreso por correo de allauth, sólo para personas activas y con vínculo vigente."""

    def user_can_authenticate(self, user):
        """Ni personas inactivas ni personas cuyo vínculo terminó."""
        return super().user_can_authenticate(user) and user.esta_vinculada(timezone.localdate())


def uso_su_factor(request) -> bool:
    """Quien tiene la sesión dio en ella su segundo factor; o no tiene ninguno que dar."""
    usados = {prueba["method"] for prueba in get_authentication_records(request, request.user)}
    return "mfa" in usados or not factor.de(request.user).exists()


def confirmo_hace_poco(request) -> bool:
    """Quien tiene la sesión dijo quién es, al ingresar o después, en los últimos quince minutos."""
    pruebas = get_authentication_records(request, request.user)
    ultima = max(request.session.get(INICIO, 0), pruebas[-1]["at"] if pruebas else 0)
    return time.time() - ultima < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
