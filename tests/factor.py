"""Segundo factor en las pruebas: el código que mostraría la aplicación, e ingresar sólo con la contraseña."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from tests import fabricas as f

SEMILLA = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGINA = "/cuenta/segundo-factor/"
PEDIR = f"{PAGINA}pedir/"


def codigo(semilla: str = SEMILLA) -> str:
    """El que mostraría ahora una aplicación con esa semilla."""
    actual = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(semilla, actual))


def con_clave(persona, **cliente) -> Client:
    """Quien acaba de escribir bien su contraseña, y nada más."""
    nuevo = Client(**cliente)
    nuevo.post("/cuenta/login/", {"login": persona.email, "password": f.CLAVE})
    return nuevo


def adentro(cliente: Client) -> bool:
    """La sesión ya es de alguien."""
    return "_auth_user_id" in cliente.session


def configurar(cliente: Client):
    """Configura la aplicación con la clave que la página muestra."""
    semilla = cliente.get(f"{PAGINA}aplicacion/").context["semilla"].replace(" ", "")
    return cliente.post(f"{PAGINA}aplicacion/", {"code": codigo(semilla)})


def llave(persona) -> Authenticator:
    """Una llave de esa persona, que ningún navegador puede usar."""
    return Authenticator.objects.create(user=persona, type="webauthn", data={"name": "Azul", "credential": {}})
