"""Deja dicho quién actúa durante cada petición y desde qué dirección."""

from django.conf import settings

from mipg.bitacora import contexto


def direccion_de(request) -> str | None:
    """Dirección IP del cliente según el número de proxies propios declarado.

    Nunca el primer `X-Forwarded-For`, que lo escribe quien llama.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        saltos = [s.strip() for s in request.headers.get("X-Forwarded-For", "").split(",") if s.strip()]
        if len(saltos) >= proxies:
            return saltos[-proxies]
    return request.META.get("REMOTE_ADDR")


class ContextoMiddleware:
    """Abre el contexto de la petición; su número se ve en las páginas de error (`request.peticion`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        persona = request.user if request.user.is_authenticated else None
        with contexto.actuar(por=persona, origen="petición", direccion=direccion_de(request)) as vigente:
            request.peticion = vigente.numero
            return self.get_response(request)
