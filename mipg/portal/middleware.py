"""Cabeceras de toda respuesta, y las que el navegador no sabría mostrar: sesión terminada en htmx y 405 vacío."""

from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render, resolve_url

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
    """Añade `Permissions-Policy`, que Django no trae."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        respuesta = self.get_response(request)
        respuesta.headers.setdefault("Permissions-Policy", PERMISOS_DEL_NAVEGADOR)
        return respuesta


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
