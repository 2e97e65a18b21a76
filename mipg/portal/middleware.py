"""Cabeceras de toda respuesta, galletas de las páginas públicas y lo que el navegador no sabría mostrar.

Esto último: la sesión terminada en htmx y el 405 vacío.
"""

import time
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve, reverse

from mipg import rescate
from mipg.portal.errores import mala_peticion
from mipg.portal.publico import es_publica

# Nada del portal usa la máquina de quien lo abre.
_APAGADO = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISOS_DEL_NAVEGADOR = ", ".join(f"{funcion}=()" for funcion in _APAGADO)


class CabecerasMiddleware:
    """Añade `Permissions-Policy`, que Django no trae, y no deja guardar nada que no diga que se puede.

    Lo dicen las páginas públicas y los estáticos. De lo demás el navegador no conserva copia: en un computador
    compartido, atrás no muestra lo que leyó quien ya salió.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        respuesta = self.get_response(request)
        respuesta.headers.setdefault("Permissions-Policy", PERMISOS_DEL_NAVEGADOR)
        respuesta.headers.setdefault("Cache-Control", "no-store")
        return respuesta


class PublicoMiddleware:
    """A una página pública la petición llega sin galletas y su respuesta sale sin ellas.

    Por eso son los mismos bytes con sesión o sin ella, y decir que varían según la galleta sería falso.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _es_para_todos(request):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        respuesta = self.get_response(request)
        respuesta.cookies.clear()
        varia = [c for c in respuesta.get("Vary", "").replace(" ", "").split(",") if c.lower() not in ("", "cookie")]
        del respuesta["Vary"]
        if varia:
            respuesta["Vary"] = ", ".join(varia)
        return respuesta


def _es_para_todos(request) -> bool:
    try:
        return es_publica(resolve(request.path_info).func)
    except Resolver404:
        return False


class IngresoMiddleware(LoginRequiredMiddleware):
    """Sin sesión no hay página; lo que se estaba enviando se recupera después de entrar."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Acompaña la respuesta con el testigo de quién tiene la sesión."""
        antes = request.user.pk
        respuesta = super().__call__(request)
        rescate.acompanar(request, respuesta, antes=antes)
        return respuesta

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        """Al ingreso y, si traía un formulario escrito, de ahí a recuperarlo."""
        if "X-Requested-With" not in request.headers and rescate.apartar(request, ahora=time.time()):
            return redirect_to_login(reverse("portal:recuperar"), self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)


class CargaMiddleware:
    """413 al instante, por lo que la petición anuncia: nadie se queda leyendo tres gigas para decir que no caben."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        anunciado = str(request.META.get("CONTENT_LENGTH", ""))
        if anunciado.isdecimal() and int(anunciado) > settings.PETICION_MAXIMA:
            return mala_peticion(request, RequestDataTooBig())
        return self.get_response(request)


class RespuestasMiddleware:
    """Convierte en página lo que llegaría en blanco o dentro del fragmento equivocado."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        respuesta = self.get_response(request)
        if request.headers.get("HX-Request") and _va_al_ingreso(respuesta):
            return _al_ingreso(request)
        if respuesta.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not respuesta.streaming and not respuesta.content:
            pagina = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            pagina["Allow"] = respuesta.get("Allow", "")
            return pagina
        return respuesta


def _va_al_ingreso(respuesta) -> bool:
    destino = urlsplit(respuesta.get("Location", "")).path
    return respuesta.status_code == HTTPStatus.FOUND and destino == resolve_url(settings.LOGIN_URL)


def _al_ingreso(request) -> HttpResponse:
    """htmx metería la página de ingreso dentro del fragmento: se le pide cargarla entera y volver aquí."""
    actual = urlsplit(request.headers.get("HX-Current-URL", ""))
    # Sólo la ruta: el anfitrión lo escribe quien llama.
    volver = f"{actual.path}?{actual.query}" if actual.query else actual.path
    ingreso = resolve_url(settings.LOGIN_URL)
    destino = f"{ingreso}?{urlencode({'next': volver})}" if volver.startswith("/") else ingreso
    return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": destino})
