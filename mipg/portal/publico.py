"""Lo que hace pública a una página: se lee sin sesión, igual para todo el mundo, y cualquiera puede guardarla un rato.

`@publica` marca la vista; `mipg.portal.middleware.PublicoMiddleware` le quita las galletas a la petición antes de que
nadie la mire, de modo que nada de adentro (sesión, perfil, mensajes, CSRF) puede pintar algo de quien la abre.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag

# Segundos que un navegador o un intermediario puede mostrar la página sin preguntar: lo publicado se ve pronto.
FRESCURA = 300
_SE_GUARDA = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)


def publica(vista: Callable) -> Callable:
    """Decora una vista de lectura: sin sesión, con `Cache-Control: public`, `ETag` y 304 cuando nada cambió."""

    @login_not_required
    @wraps(vista)
    def envuelta(request, *args, **kwargs):
        respuesta = vista(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or respuesta.status_code not in _SE_GUARDA:
            return respuesta
        patch_cache_control(respuesta, public=True, max_age=FRESCURA)
        if not respuesta.has_header("ETag"):
            set_response_etag(respuesta)
        return get_conditional_response(request, etag=respuesta["ETag"], response=respuesta)

    envuelta.publica = True
    return envuelta


def es_publica(vista: Callable | None) -> bool:
    """La vista está marcada con `@publica`."""
    return getattr(vista, "publica", False)
