"""El ingreso, visto desde la bandeja de salida: los correos de acceso se encolan y los intentos se cuentan."""

from datetime import datetime
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from mipg import rescate
from mipg.avisos.acciones import encolar
from mipg.avisos.cuentas import Carta, avisos_fallidos, cartas, destinos, escribir
from mipg.bitacora.middleware import direccion_de
from mipg.correo import armar, componer
from mipg.etiquetas import fecha_hora
from mipg.fechas import duracion, en_bogota, en_palabras
from mipg.usuarios.acceso import PuertaUnica, confirmo_hace_poco
from mipg.usuarios.models import CambioDeCuenta, Usuario
from mipg.usuarios.resguardo import suspendida_hasta

# Lo que la cuenta era al dar la clave.
_HUELLA = "huella_del_ingreso"
_TOPE_DE_CUENTA = {"app": "allauth.account", "action": "login_failed_cuenta"}

# El único con su propio HTML; cualquier otro de allauth que no sea un aviso sale con su texto en nuestro marco.
_HTML = {"account/email/password_reset_key": "account/email/password_reset_key_message.html"}

# Lo que allauth avisa a su dueño, por el nombre de su plantilla: asunto y qué pasó.
AVISOS = {
    "account/email/password_changed": ("Cambió la contraseña de su cuenta MIPG", "La contraseña de su cuenta cambió."),
    "account/email/password_reset": (
        "Cambió la contraseña de su cuenta MIPG",
        "Con un enlace enviado a este correo se eligió una contraseña nueva para su cuenta.",
    ),
    "account/email/password_set": ("Su cuenta MIPG ya tiene contraseña", "Se le puso contraseña a su cuenta."),
    "account/email/email_changed": (
        "Cambió el correo de su cuenta MIPG",
        "El correo de su cuenta cambió.",
    ),
    "account/email/email_confirm": ("Se confirmó el correo de su cuenta MIPG", "Se confirmó el correo de su cuenta."),
    "account/email/email_deleted": ("Se quitó un correo de su cuenta MIPG", "Se quitó un correo de su cuenta."),
    "mfa/email/totp_activated": (
        "Se activó el segundo factor de su cuenta MIPG",
        "Se activó una aplicación de códigos como segundo factor de su cuenta.",
    ),
    "mfa/email/totp_deactivated": (
        "Se quitó el segundo factor de su cuenta MIPG",
        "Se quitó la aplicación de códigos que era segundo factor de su cuenta.",
    ),
    "mfa/email/webauthn_added": (
        "Se añadió una llave de seguridad a su cuenta MIPG",
        "Se añadió una llave de seguridad como segundo factor de su cuenta.",
    ),
    "mfa/email/webauthn_removed": (
        "Se quitó una llave de seguridad de su cuenta MIPG",
        "Se quitó una llave de seguridad que era segundo factor de su cuenta.",
    ),
    "mfa/email/recovery_codes_generated": (
        "Se generaron códigos de recuperación para su cuenta MIPG",
        "Se generaron códigos de recuperación para su cuenta; si tenía otros, ya no sirven.",
    ),
    "socialaccount/email/account_connected": (
        "Se conectó otra cuenta a su cuenta MIPG",
        "Se conectó una cuenta de otro servicio para entrar a la suya.",
    ),
    "socialaccount/email/account_disconnected": (
        "Se desconectó otra cuenta de su cuenta MIPG",
        "Se desconectó una cuenta de otro servicio con que se entraba a la suya.",
    ),
}
_OTRO_AVISO = ("Cambió su cuenta MIPG", "Cambió algo con lo que se protege su cuenta.")

_COMO_CONFIRMAR = {
    "reauthenticate": "Con su contraseña",
    "mfa_reauthenticate": "Con un código de su aplicación o de recuperación",
    "mfa_reauthenticate:webauthn": "Con su llave de seguridad",
}


class Adaptador(DefaultAccountAdapter):
    """Sin registro abierto; el límite de intentos cuenta persona + IP; el correo sale por nuestra bandeja."""

    def get_client_ip(self, request):
        """La misma dirección que queda en la bitácora."""
        return direccion_de(request) or super().get_client_ip(request)

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
        request.session[_HUELLA] = user.get_session_auth_hash()
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        """Da la sesión, si nada de la cuenta cambió desde que dio la clave: el código pudo tardar unos minutos."""
        if not constant_time_compare(request.session.pop(_HUELLA, ""), user.get_session_auth_hash()):
            clear_login(request)
            messages.error(
                request, "Su contraseña o su cuenta cambiaron antes de que diera el código: ingrese otra vez."
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def get_reset_password_from_key_url(self, key):
        """El enlace para elegir contraseña, en la dirección del portal: el anfitrión lo escribe quien llama."""
        return f"{settings.BASE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def logout(self, request):
        """Quien vuelve de la cuenta de la entidad para confirmar quién es conserva lo que había escrito."""
        vuelve = request.resolver_match.view_name == "usuarios:oidc_vuelta"
        apartado = request.session.get(rescate.CLAVE) if vuelve else None
        super().logout(request)
        if apartado:
            request.session[rescate.CLAVE] = apartado

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Haber ingresado hace menos de quince minutos también vale: allauth lo pediría otra vez."""
        return not confirmo_hace_poco(self.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Quien tiene segundo factor confirma con él, y no con la contraseña; el texto es como se ofrece."""
        formas = super().get_reauthentication_methods(user)
        if not formas and user.is_authenticated and settings.OIDC:
            # Sin contraseña entra con la cuenta de la entidad, y con ella confirma: lo ofrece la misma página.
            formas = [{"id": "oidc", "description": "", "url": reverse("account_reauthenticate")}]
        suyas = [forma for forma in formas if forma["id"].startswith("mfa")] or formas
        return [{**forma, "description": _COMO_CONFIRMAR.get(forma["id"], forma["description"])} for forma in suyas]

    def send_mail(self, template_prefix, email, context):
        """Compone el correo de acceso con nuestras plantillas y lo encola en la bandeja de salida."""
        ahora = timezone.now()
        correo = armar(
            f"{template_prefix}_subject.txt",
            f"{template_prefix}_message.txt",
            _HTML.get(template_prefix, ""),
            {
                # Sin la petición ni el «sitio» de allauth, que es el anfitrión de la petición.
                **{nombre: valor for nombre, valor in context.items() if nombre not in ("request", "current_site")},
                "email": email,
                "entidad": settings.ENTIDAD["nombre"],
                "hoy": en_palabras(en_bogota(ahora)),
                "vale": duracion(settings.PASSWORD_RESET_TIMEOUT),
            },
        )
        encolar(destino=email, asunto=correo.asunto, texto=correo.texto, html=correo.html, clase="acceso", ahora=ahora)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Le dice al dueño, en su correo, qué cambió en su cuenta, desde dónde y qué hacer si no fue él."""
        ahora = timezone.now()
        asunto, que_paso = AVISOS.get(template_prefix, _OTRO_AVISO)
        correo = componer(
            "aviso_de_cuenta",
            {
                "asunto": asunto,
                "que_paso": que_paso,
                "persona": user,
                "cuando": fecha_hora(ahora),
                "donde": (self.request and direccion_de(self.request)) or "el servidor del sistema",
                "recuperar": f"{settings.BASE_URL}{reverse('account_reset_password')}",
                "entidad": settings.ENTIDAD["nombre"],
                "hoy": en_palabras(en_bogota(ahora)),
            },
        )
        # Sin persona: sale aunque ya no esté vinculada.
        encolar(
            destino=email or user.email,
            asunto=correo.asunto,
            texto=correo.texto,
            html=correo.html,
            clase="cuenta",
            ahora=ahora,
        )

    def send_password_reset_mail(self, user, email, context):
        """A su correo de hoy y no al escrito. Recién cambiado el correo o el factor, le dice hasta cuándo espera.

        La página responde igual.
        """
        ahora = timezone.now()
        hasta = suspendida_hasta(user, ahora)
        if hasta is None:
            super().send_password_reset_mail(user, user.email, context)
            return
        parrafos = (
            f"Alguien, seguramente usted, pidió recuperar su contraseña. Podrá hacerlo desde el {fecha_hora(hasta)}.",
            "Acaban de cambiar el correo o el segundo factor de su cuenta, y por un día no se mandan enlaces de "
            "contraseña: así, si no lo conocía, alcanza a detenerlo con el enlace que recibió al avisarle.",
            "Si recuerda su contraseña, puede entrar con ella.",
        )
        escribir(Carta(user.email, str(user), "Todavía no puede recuperar su contraseña MIPG", parrafos), ahora)

    def avisar_cambio_de_cuenta(self, *, cambio: CambioDeCuenta, que: str, ahora: datetime) -> None:
        """Le cuenta a la persona afectada, y a quienes lo decidieron, qué pasó con un cambio de su cuenta."""
        for carta in cartas(cambio, que):
            escribir(carta, ahora)

    def destinos_de_cambio(self, cambio: CambioDeCuenta) -> list[str]:
        """A qué direcciones se escribió al aplicarse."""
        return destinos(cambio, "aplicado")

    def aviso_fallido(self, cambio: CambioDeCuenta) -> bool:
        """Algún aviso del cambio no le llegó a la persona."""
        return avisos_fallidos(cambio)

    def avisar_correccion(self, *, persona: Usuario, por: Usuario, ahora: datetime) -> None:
        """Le dice a la persona que le corrigieron el nombre o el cargo."""
        parrafos = (f"{por} corrigió los datos de su cuenta.", f"Nombre: {persona}.", f"Cargo: {persona.cargo or '—'}.")
        if persona.usada:
            escribir(Carta(persona.email, str(persona), "Corrigieron sus datos en MIPG", parrafos), ahora)
