"""El tablero de brechas, en la página y para descargar."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from furag.models import Medicion
from mipg.descargas import descargar
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from seguimiento import brechas as tableros
from seguimiento.forms import FiltroBrechas
from seguimiento.views.hilo import acciones_vistas


@requiere(Permiso.TABLERO_VER)
@require_safe
def brecha_lista(request):
    """Por política: el índice frente a su grupo par, las recomendaciones abiertas, las acciones y en qué van."""
    contexto = {"migas": [("Brechas", None)]}
    if (filtro := _filtro(request)) is not None:
        medicion = filtro.medicion
        contexto |= {
            "filtro": filtro,
            "medicion": medicion,
            "tablero": tableros.tablero(medicion, acciones_vistas(request)),
            "hilo": f"{reverse('seguimiento:hilo')}?{urlencode({'medicion': medicion.anio})}",
            "exportar": f"{reverse('seguimiento:brecha_exportar')}?{urlencode({'medicion': medicion.anio})}",
        }
    return render(request, "seguimiento/brecha_lista.html", contexto)


@requiere(Permiso.TABLERO_VER)
@require_safe
def brecha_exportar(request):
    """Las brechas de una medición en Excel o, con `?formato=csv`, en CSV."""
    filtro = _filtro(request)
    if filtro is None:
        raise Http404
    tabla = tableros.tabla(tableros.tablero(filtro.medicion, acciones_vistas(request)), filtro.medicion)
    return descargar(request, f"brechas-{filtro.medicion.anio}", [tabla])


def _filtro(request) -> FiltroBrechas | None:
    mediciones = list(Medicion.objects.select_related("version"))
    return FiltroBrechas(request.GET, mediciones=mediciones) if mediciones else None
