"""La página «Estado»: en qué va lo que el sistema necesita para servir."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mipg.portal.estado import piezas
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso


@never_cache
@requiere(Permiso.AVISOS_VER)
@require_safe
def estado(request):
    """Correo, cola, antivirus, segundo factor, buscador y versión, con lo que hay que arreglar."""
    contexto = {"piezas": piezas(timezone.now()), "migas": [("Estado del sistema", None)]}
    return render(request, "portal/estado.html", contexto)
