"""Lo que se exige a quien ya tiene sesión antes de dejarlo pasar: su segundo factor y confirmar que sigue siendo él."""

import time
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from mipg import rescate
from mipg.portal.confirmacion import CONFIRMAN, SEGUNDO_FACTOR
from mipg.usuarios.acceso import confirmo_hace_poco, uso_su_factor
from mipg.usuarios.factor import acciones as factor
from mipg.usuarios.factor import reglas


class FactorMiddleware:
    """Desde `MIPG_FACTOR_DESDE`, quien tiene un rol que lo exige configura su segundo factor antes de seguir.

    Sólo deja pasar la cuenta entera (`/cuenta/…`: ingreso, salida y el factor), y la ayuda y la salud del sistema,
    que no muestran datos; los estáticos ya salieron. Una lista de nombres siempre olvida uno.
    """

    LIBRES = ("cuenta/", "salud/", "ayuda/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _vista, _args, _kwargs) -> HttpResponse | None:
        """A configurarlo, apartando lo que se estuviera enviando."""
        if request.perfil is None or request.resolver_match.route.startswith(self.LIBRES):
            return None
        exigido = reglas.exigido(request.perfil.roles, desde=settings.FACTOR_DESDE, hoy=request.hoy)
        if not exigido or factor.de(request.user).exists():
            return None
        rescate.apartar(request, ahora=time.time())
        return _llevar(request, reverse("portal:segundo_factor"))


class ConfirmacionMiddleware:
    """Antes de lo que nombra `confirmacion.CONFIRMAN`, quien tiene la sesión demuestra que sigue siendo quien entró.

    Vale quince minutos desde que ingresó o lo confirmó. Se pide al abrir el formulario; si venció mientras lo llenaba,
    lo escrito se aparta y vuelve. Para cambiar el segundo factor hay además que haberlo usado en esa sesión.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _vista, _args, _kwargs) -> HttpResponse | None:
        """A confirmarlo, y de ahí de vuelta."""
        vista = request.resolver_match.view_name
        if not request.user.is_authenticated or vista not in CONFIRMAN:
            return None
        if confirmo_hace_poco(request) and (vista not in SEGUNDO_FACTOR or uso_su_factor(request)):
            return None
        formas = get_adapter().get_reauthentication_methods(request.user)
        if not formas:
            raise PermissionDenied
        if rescate.apartar(request, ahora=time.time()):
            volver = reverse("portal:recuperar")
        else:
            volver = _pagina_abierta(request)
        return _llevar(request, f"{formas[0]['url']}?{urlencode({'next': volver})}")


def _pagina_abierta(request: HttpRequest) -> str:
    """Dónde estaba quien pide: esta misma dirección si la abre o, si envió algo, la página desde la que lo envió."""
    if request.method in ("GET", "HEAD") and "HX-Request" not in request.headers:
        return request.get_full_path()
    # Sólo la ruta: el anfitrión lo escribe quien llama.
    ruta = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")).path
    return ruta if ruta.startswith("/") else resolve_url(settings.LOGIN_REDIRECT_URL)


def _llevar(request: HttpRequest, destino: str) -> HttpResponse:
    """A esa dirección; htmx metería la página dentro del fragmento: se le pide cargarla entera."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": destino})
    return redirect(destino)
