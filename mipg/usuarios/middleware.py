"""Sesión que se renueva sin escribir en cada petición, y perfil de hoy de quien la hace."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone

INICIO = "sesion_inicio"
RENOVADA = "sesion_renovada"


class SesionMiddleware:
    """Treinta minutos de inactividad y doce horas en total.

    La renovación se escribe a lo sumo cada cinco minutos, para que leer no escriba.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            ahora = int(time.time())
            inicio = request.session.get(INICIO)
            if inicio is not None and ahora - inicio > settings.SESION_MAXIMA:
                logout(request)
            elif inicio is None or ahora - request.session.get(RENOVADA, 0) > settings.SESION_RENUEVA_CADA:
                request.session[INICIO] = inicio or ahora
                request.session[RENOVADA] = ahora
        return self.get_response(request)


class PerfilMiddleware:
    """Pone `request.hoy` y `request.perfil`: lo que la persona es hoy, en Bogotá."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.hoy = timezone.localdate()
        request.perfil = None
        if request.user.is_authenticated:
            request.perfil = request.user.vigente = request.user.perfil(request.hoy)
        return self.get_response(request)
