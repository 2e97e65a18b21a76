"""Sesiones de prueba: la que dejaría el ingreso, sin pasar por él."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils.crypto import get_random_string


def entrar(persona) -> Client:
    """Un cliente con la sesión de esa persona: una fila, y no las diez consultas de `force_login`.

    No es un ingreso: ni lo anota ni mueve `last_login`. Quien prueba el ingreso, ingresa.
    """
    cliente, sesion = Client(), SessionStore(get_random_string(32))
    # Con esto dentro no va a buscar la que tenga esa clave.
    sesion._session_cache = {
        SESSION_KEY: str(persona.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: persona.get_session_auth_hash(),
        # Quien tiene segundo factor lo dio, y hace mucho: no cuenta como haber confirmado quién es.
        "account_authentication_methods": [{"method": "mfa", "at": 0}],
        "account_authentication_methods_user": str(persona.pk),
    }
    sesion.save(must_create=True)
    cliente.cookies[settings.SESSION_COOKIE_NAME] = sesion.session_key
    return cliente
