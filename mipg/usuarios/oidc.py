"""Ingreso con la cuenta de la entidad (Microsoft Entra, Google u otro OIDC): apagado si no se configura.

Sólo abre la puerta a personas que ya existen y están vinculadas, por el correo que su proveedor comprobó. No crea
cuentas, no las conecta y no guarda nada del proveedor. Después sigue el ingreso de siempre, con su segundo factor.
"""

import logging
import re
import secrets
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from allauth.account.internal.decorators import login_not_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from mipg.usuarios.acceso import PuertaUnica
from mipg.usuarios.models import Usuario
from mipg.usuarios.reglas.correos import CORRIENTE_ESCRITO

registro = logging.getLogger(__name__)
PROVEEDOR = "entidad"
_ENTRA = "login.microsoftonline.com"
_GOOGLE = "accounts.google.com"
# Lo que puede decir mal un proveedor que no es el que se esperaba.
_MAL_DICHO = (RequestException, KeyError, TypeError, ValueError, ImproperlyConfigured)


def motivo_de_rechazo(datos: Mapping, *, emisor: str, dominios: Collection[str], nonce: str) -> str:
    """Por qué no se le cree a este testigo de identidad; vacío si se le cree.

    En Entra el correo lo escribe cada directorio: vale sólo el del propio y con su dominio comprobado (`xms_edov`). En
    Google, cualquiera abre una cuenta personal con un correo ajeno: vale sólo la que es de la organización (`hd`).
    """
    partes = urlsplit(emisor)
    if datos.get("iss") != emisor:
        return "viene de otro emisor"
    if not nonce or datos.get("nonce") != nonce:
        return "es de otra petición"
    if partes.hostname == _ENTRA and datos.get("tid") != partes.path.split("/")[1]:
        return "es de otro directorio de Entra"
    if partes.hostname == _GOOGLE and datos.get("hd") not in dominios:
        return "es de otra organización de Google"
    correo = datos.get("email")
    if not isinstance(correo, str) or not re.match(CORRIENTE_ESCRITO, correo):
        return "viene sin correo"
    if not any(_es_cierto(datos.get(marca)) for marca in ("email_verified", "xms_edov")):
        return "trae un correo sin comprobar"
    if correo.rpartition("@")[2].lower() not in dominios:
        return "trae un correo de otro dominio"
    return ""


def _es_cierto(marca: object) -> bool:
    return marca is True or marca in ("1", "true")


class PuertaOIDC(DefaultSocialAccountAdapter):
    """Casa el testigo del proveedor con una persona que ya existe, o no deja pasar."""

    def is_open_for_signup(self, request, sociallogin):
        """Nadie se registra por aquí."""
        return False

    def pre_social_login(self, request, sociallogin):
        """Pone a quién corresponde; si no se le cree al testigo o no es de nadie vinculado, responde que no."""
        datos = sociallogin.account.extra_data.get("id_token") or {}
        motivo = motivo_de_rechazo(
            datos,
            emisor=settings.OIDC["emisor"],
            dominios=settings.OIDC["dominios"],
            nonce=(sociallogin.state.get("data") or {}).get("nonce", ""),
        )
        persona = None if motivo else Usuario.objects.filter(email=datos["email"].lower()).first()
        if persona is None or not PuertaUnica().user_can_authenticate(persona):
            raise ImmediateHttpResponse(_rechazar(request, motivo or "no es de nadie que pueda entrar"))
        # Así `allauth` no la busca por su lado, que además le borraría la contraseña a quien no confirmó su correo.
        sociallogin.user = persona

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """La misma página para todo lo que falla."""
        raise ImmediateHttpResponse(_rechazar(request, f"el proveedor no lo confirmó ({error}, {exception!r})"))


class _Conversacion(OpenIDConnectOAuth2Adapter):
    """Lo que se habla con el proveedor, con nuestra dirección.

    La biblioteca comprueba emisor, destinatario y vencimiento del testigo; su firma no hace falta, porque llega por TLS
    de la dirección configurada y no por el navegador (OpenID Connect Core, 3.1.3.7).
    """

    def get_callback_url(self, request, app):
        """La dirección del portal: el anfitrión de la petición lo escribe quien llama."""
        return f"{settings.BASE_URL}{reverse('usuarios:oidc_vuelta')}"


@login_not_required
@require_POST
def oidc_ir(request: HttpRequest) -> HttpResponse:
    """Manda al proveedor, con un estado y un número que sólo sirven para esta petición."""
    _exigir_encendido()
    nonce = secrets.token_urlsafe(24)
    try:
        proveedor = get_adapter(request).get_provider(request, PROVEEDOR)
        proveedor.oauth2_adapter_class = _Conversacion
        siguiente = get_next_redirect_url(request)
        return proveedor.redirect(request, "login", siguiente, {"nonce": nonce}, auth_params={"nonce": nonce})
    except _MAL_DICHO as error:
        return _rechazar(request, f"el proveedor no contesta ({error!r})")


@login_not_required
@require_safe
def oidc_vuelta(request: HttpRequest) -> HttpResponse:
    """Recibe a quien vuelve del proveedor: entra si es alguien, y si no, se le dice qué hacer."""
    _exigir_encendido()
    try:
        return OAuth2CallbackView.adapter_view(_Conversacion(request, PROVEEDOR))(request)
    except _MAL_DICHO as error:
        return _rechazar(request, f"el proveedor contestó mal ({error!r})")


def _exigir_encendido() -> None:
    if not settings.OIDC:
        raise Http404


def _rechazar(request: HttpRequest, motivo: str) -> HttpResponse:
    """La misma respuesta exista o no la persona; el motivo, sólo en el registro."""
    registro.warning("Ingreso con la cuenta de la entidad rechazado: %s", motivo)
    return render(request, "usuarios/oidc_vuelta.html", {"proveedor": settings.OIDC["nombre"]}, status=403)
