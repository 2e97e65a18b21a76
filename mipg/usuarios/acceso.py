"""La única puerta: quién entra y cómo se protege la clave."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils import timezone

from mipg.texto import normalizar

PALABRAS_DE_CONTEXTO = ("alcaldia", "mipg", "cartagena", "planeacion")


class Argon2id(Argon2PasswordHasher):
    """Argon2id con t=2, 19 MiB y p=1 (OWASP): unos 15 ms por intento."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class SinPalabrasDeContexto:
    """Rechaza contraseñas con las palabras que primero probaría quien conoce la entidad."""

    def validate(self, password, user=None):
        """Lanza `ValidationError` si la contraseña contiene una palabra de contexto o el año en curso."""
        texto = normalizar(password).replace(" ", "")
        if any(palabra in texto for palabra in (*PALABRAS_DE_CONTEXTO, str(timezone.localdate().year))):
            raise ValidationError(self.get_help_text())

    def get_help_text(self):
        return "La contraseña no puede contener el nombre de la entidad, «MIPG», «planeación» ni el año."


class PuertaUnica(AuthenticationBackend):
    """Ingreso por correo de allauth, sólo para personas activas y con vínculo vigente."""

    def user_can_authenticate(self, user):
        """Ni personas inactivas ni personas cuyo vínculo terminó."""
        return super().user_can_authenticate(user) and user.esta_vinculada(timezone.localdate())
