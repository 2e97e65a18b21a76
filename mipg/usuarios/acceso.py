"""La única puerta: cómo se entra, cómo se protege la clave y de dónde salen los permisos del admin."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.utils import timezone

from mipg.avisos import acciones as avisos
from mipg.bitacora.middleware import direccion_de
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
    """Ingreso por correo de allauth; los permisos del admin salen de las asignaciones vigentes, no de grupos."""

    def user_can_authenticate(self, user):
        """Ni personas inactivas ni personas cuyo vínculo terminó."""
        hoy = timezone.localdate()
        return super().user_can_authenticate(user) and (user.vinculo_hasta is None or user.vinculo_hasta >= hoy)


class Adaptador(DefaultAccountAdapter):
    """Sin registro abierto; el límite de intentos cuenta persona + IP; el correo sale por nuestra bandeja."""

    def is_open_for_signup(self, request):
        """Nadie se registra solo: Planeación invita."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        # Sin la IP, diez fallos de un extraño dejarían fuera a la persona.
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{direccion_de(request)}"

    def send_mail(self, template_prefix, email, context):
        """Compone con las plantillas de allauth y encola en la bandeja de salida."""
        mensaje = self.render_mail(
            template_prefix,
            email,
            {
                "request": self.request,
                "email": email,
                "current_site": get_current_site(self.request),
                **context,
            },
        )
        avisos.encolar(
            destino=email,
            asunto=mensaje.subject,
            texto=mensaje.body,
            clase="acceso",
            ahora=timezone.now(),
        )
