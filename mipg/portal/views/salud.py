"""Salud del proceso (vive) y del sistema (puede atender)."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mipg.buscador import indice


@login_not_required
@never_cache
@require_safe
def salud(request):
    """Vive: el proceso contesta. No toca la base de datos, para que un corte de ella no lo haga reiniciar."""
    return JsonResponse({"estado": "viva"})


@login_not_required
@never_cache
@require_safe
def salud_lista(request):
    """Lista: la base de datos responde; si no, 503 para que el balanceador le quite las peticiones.

    Un buscador que no se pone al día se dice, pero no quita peticiones: lo demás sigue sirviendo.
    """
    try:
        with connection.cursor() as cursor:
            problema = indice.problema(cursor)
    except DatabaseError:
        caida = {"estado": "no lista", "base_de_datos": "no responde", "peticion": request.peticion}
        return JsonResponse(caida, status=503)
    return JsonResponse({"estado": "lista", "base_de_datos": "responde", "buscador": problema or "al día"})
