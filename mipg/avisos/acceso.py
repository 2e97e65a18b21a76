"""El ingreso, visto desde la bandeja de salida: los correos de acceso se encolan y los intentos se cuentan."""

from datetime import datetime

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.utils import timezone

from mipg.avisos.acciones import encolar
from mipg.bitacora.middleware import direccion_de
from mipg.correo import armar, componer
from mipg.fechas import en_bogota, en_palabras
from mipg.usuarios.acceso import PuertaUnica
from mipg.usuarios.models import Usuario

_TOPE_DE_CUENTA = {"app": "allauth.account", "action": "login_failed_cuenta"}

# El único que nuestras páginas de cuenta mandan; cualquier otro de allauth sale con su texto en nuestro marco.
_HTML = {"account/email/password_reset_key": "account/email/password_reset_key_message.html"}


class Adaptador(DefaultAccountAdapter):
    """Sin registro abierto; el límite de intentos cuenta persona + IP; el correo sale por nuestra bandeja."""

    def is_open_for_signup(self, request):
        """Nadie se registra solo: Planeación invita."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        # Sin la IP, diez fallos de un extraño dejarían fuera a la persona.
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{direccion_de(request)}"

    def _delete_login_attempts_cached_email(self, request, **credentials):
        super()._delete_login_attempts_cached_email(request, **credentials)
        ratelimit.clear(request, key=credentials.get("email", "").casefold(), **_TOPE_DE_CUENTA)

    def pre_authenticate(self, request, **credentials):
        """Antes de calcular nada: el tope de persona + IP y, aparte, el de la cuenta desde todas las direcciones."""
        super().pre_authenticate(request, **credentials)
        self._intento_de_cuenta = ratelimit.consume(
            request, key=credentials.get("email", "").casefold(), **_TOPE_DE_CUENTA
        )
        if not self._intento_de_cuenta:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """Comprueba las credenciales; el acierto no gasta el tope de la cuenta."""
        persona = super().authenticate(request, **credentials)
        if persona:
            self._intento_de_cuenta.rollback()
        return persona

    def pre_login(self, request, user, **kwargs):
        """Quien está desactivado o terminó su vínculo lo lee; no entra para ser echado en el siguiente clic."""
        if not PuertaUnica().user_can_authenticate(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def send_mail(self, template_prefix, email, context):
        """Compone el correo de acceso con nuestras plantillas y lo encola en la bandeja de salida."""
        ahora = timezone.now()
        correo = armar(
            f"{template_prefix}_subject.txt",
            f"{template_prefix}_message.txt",
            _HTML.get(template_prefix, ""),
            {
                **context,
                "email": email,
                "current_site": get_current_site(self.request),
                "entidad": settings.ENTIDAD["nombre"],
                "hoy": en_palabras(en_bogota(ahora)),
                "dias": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            },
        )
        encolar(destino=email, asunto=correo.asunto, texto=correo.texto, html=correo.html, clase="acceso", ahora=ahora)

    def avisar_cambio_de_correo(self, *, persona: Usuario, anterior: str, ahora: datetime) -> None:
        """Le dice a la dirección anterior que ya no sirve para entrar y cuál la reemplaza."""
        correo = componer(
            "correo_cambiado",
            {
                "persona": persona,
                "anterior": anterior,
                "hoy": en_palabras(en_bogota(ahora)),
                "base_url": settings.BASE_URL,
                "entidad": settings.ENTIDAD["nombre"],
            },
        )
        # Sin persona: sale aunque ya no esté vinculada.
        encolar(
            destino=anterior,
            asunto=correo.asunto,
            texto=correo.texto,
            html=correo.html,
            clase="cuenta",
            ahora=ahora,
        )
