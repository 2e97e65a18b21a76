"""Deja dicho quién actúa durante cada petición y desde qué dirección."""

import re
import uuid
from ipaddress import ip_address

from django.conf import settings

from mipg.bitacora import contexto


def direccion_de(request) -> str | None:
    """Dirección IP del cliente según el número de proxies propios declarado.

    Nunca el primer `X-Forwarded-For`, que lo escribe quien llama.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        saltos = [s.strip() for s in request.headers.get("X-Forwarded-For", "").split(",") if s.strip()]
        if len(saltos) >= proxies and _es_direccion(saltos[-proxies]):
            return saltos[-proxies]
    return request.META.get("REMOTE_ADDR")


def numero_de(request) -> str:
    """El número que ya le puso nuestro proxy, que lo escribe en su registro y en sus páginas; si no hay proxy, uno."""
    suyo = request.headers.get("X-Request-ID", "")
    de_confianza = settings.ALLAUTH_TRUSTED_PROXY_COUNT and re.fullmatch("[0-9a-f]{32}", suyo)
    return suyo if de_confianza else uuid.uuid4().hex


def _es_direccion(texto: str) -> bool:
    """La base de datos no guarda otra cosa: «10.0.0.1:443» o «unknown» harían fallar toda escritura."""
    try:
        return bool(ip_address(texto))
    except ValueError:
        return False


class ContextoMiddleware:
    """Abre el contexto de la petición; su número se ve en las páginas de error (`request.peticion`).

    Va primero: también tiene número lo que otro rechaza antes de saber quién llama.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.peticion = numero_de(request)
        suyo = contexto.Contexto(origen="petición", direccion=direccion_de(request), numero=request.peticion)
        with contexto.vigente(suyo):
            return self.get_response(request)


class AutorMiddleware:
    """Dice en el contexto de la petición quién la hace."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        persona = request.user if request.user.is_authenticated else None
        with contexto.vigente(contexto.actual().con_autor(persona)):
            return self.get_response(request)
