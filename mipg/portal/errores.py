"""Manejadores de error: dicen en español qué pasó y el número de petición con que soporte lo encuentra."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.loader import render_to_string

# Segundos que el navegador o el balanceador esperan antes de volver a preguntar.
_VOLVER_EN = "30"


def mala_peticion(request, exception=None) -> HttpResponse:
    """400, o 413 si lo que llegó pesa más de lo que se recibe."""
    if isinstance(exception, RequestDataTooBig):
        return _minima(request, "413.html", 413)
    return _minima(request, "400.html", 400)


def error_interno(request) -> HttpResponse:
    """500, o 503 si la base de datos no contesta. No la toca: puede ser lo que falló."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        respuesta = _minima(request, "503.html", 503)
        respuesta["Retry-After"] = _VOLVER_EN
        return respuesta
    return _minima(request, "500.html", 500)


def sin_testigo(request, reason: str = "") -> HttpResponse:
    """403 de lo que llegó sin el testigo de un formulario nuestro: dice por qué según lo que de verdad pasó."""
    if not reason.startswith("CSRF"):
        caso = "otro_sitio"
    elif not request.POST.get("csrfmiddlewaretoken"):
        caso = "sin_formulario"
    elif reason == REASON_NO_CSRF_COOKIE:
        caso = "sin_cookies"
    else:
        caso = "vencida"
    return render(request, "403_csrf.html", {"caso": caso}, status=403)


def _minima(request, plantilla: str, estado: int) -> HttpResponse:
    return HttpResponse(render_to_string(plantilla, {"peticion": getattr(request, "peticion", "")}), status=estado)
