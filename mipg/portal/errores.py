"""Manejadores de error que llevan el número de petición a las páginas que no tienen procesadores de contexto."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.template.loader import render_to_string


def mala_peticion(request, exception=None) -> HttpResponse:
    """400, o 413 si lo que llegó pesa más de lo que se recibe."""
    if isinstance(exception, RequestDataTooBig):
        return _minima(request, "413.html", 413)
    return _minima(request, "400.html", 400)


def error_interno(request) -> HttpResponse:
    """500 sin tocar la base de datos, que puede ser lo que falló."""
    return _minima(request, "500.html", 500)


def _minima(request, plantilla: str, estado: int) -> HttpResponse:
    return HttpResponse(render_to_string(plantilla, {"peticion": getattr(request, "peticion", "")}), status=estado)
