"""Segundo factor en las pruebas: el código que mostraría la aplicación, e ingresar sólo con la contraseña."""

import time
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests import fabricas as f
from tests.sesiones import entrar

SEMILLA = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGINA = "/cuenta/segundo-factor/"
PEDIR = f"{PAGINA}pedir/"


def codigo(semilla: str = SEMILLA, pasos: int = 0) -> str:
    """El que mostraría ahora una aplicación con esa semilla; con `pasos`, el de tantos medios minutos después."""
    return format_hotp_value(hotp_value(semilla, int(time.time()) // 30 + pasos))


def con_clave(persona, **cliente) -> Client:
    """Quien acaba de escribir bien su contraseña, y nada más."""
    nuevo = Client(**cliente)
    nuevo.post("/cuenta/login/", {"login": persona.email, "password": f.CLAVE})
    return nuevo


def con_todo(persona) -> Client:
    """Un cliente con la sesión de quien ya dio en ella su segundo factor."""
    cliente = entrar(persona)
    sesion = cliente.session
    record_authentication(SimpleNamespace(session=sesion), persona, "mfa")
    sesion.save()
    return cliente


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
