"""Importar la lista de dependencias, superiores y alias."""

from django.views.decorators.http import require_http_methods

from mipg.portal.views.listas import Lista, revisar, subir
from mipg.usuarios import dependencias
from mipg.usuarios.acciones import importar_dependencias
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso

LISTA = Lista(
    "dependencias",
    "dependencias",
    dependencias.DESTINO,
    entender=lambda libro, request: dependencias.entender(libro),
    importar=importar_dependencias,
    palabras={
        "nuevas": ("dependencia nueva", "dependencias nuevas"),
        "superiores": ("superior", "superiores"),
        "alias": ("alias", "alias"),
        "iguales": ("fila que ya estaba", "filas que ya estaban"),
    },
)


@requiere(Permiso.CATALOGO_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def dependencias_importar(request):
    """Sube una hoja de dependencias."""
    return subir(request, LISTA)


@requiere(Permiso.CATALOGO_EDITAR, Permiso.ADMIN_VER)
@require_http_methods(["GET", "HEAD", "POST"])
def dependencias_importacion(request, pk: int):
    """Revisa, confirma o descarta una hoja de dependencias."""
    return revisar(request, pk, LISTA)
