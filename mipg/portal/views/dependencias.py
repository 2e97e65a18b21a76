"""Importar la lista de dependencias, con sus superiores, alias y datos."""

from itertools import zip_longest

from django.views.decorators.http import require_http_methods, require_safe

from mipg.descargas import descarga
from mipg.hojas import Libro
from mipg.portal.views.listas import Lista, revisar, subir
from mipg.usuarios import dependencias
from mipg.usuarios.acciones import importar_dependencias
from mipg.usuarios.models import Dependencia, TipoDependencia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso

LISTA = Lista(
    "dependencias",
    "dependencias",
    dependencias.DESTINO,
    entender=lambda libro, request: dependencias.entender(libro, hoy=request.hoy),
    importar=importar_dependencias,
    palabras={
        "nuevas": ("dependencia nueva", "dependencias nuevas"),
        "superiores": ("superior", "superiores"),
        "alias": ("alias", "alias"),
        "completas": ("dependencia que se completa", "dependencias que se completan"),
        "iguales": ("fila que ya estaba", "filas que ya estaban"),
    },
)


@requiere(Permiso.CATALOGO_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def dependencias_importar(request):
    """Sube una hoja de dependencias."""
    return subir(request, LISTA, tipos=TipoDependencia.labels)


@requiere(Permiso.CATALOGO_EDITAR, Permiso.ADMIN_VER)
@require_http_methods(["GET", "HEAD", "POST"])
def dependencias_importacion(request, pk: int):
    """Revisa, confirma o descarta una hoja de dependencias."""
    return revisar(request, pk, LISTA)


@requiere(Permiso.CATALOGO_EDITAR)
@require_safe
def dependencias_plantilla(request):
    """Libro de Excel con los encabezados, las dependencias que ya están y lo que se reconoce en cada columna."""
    libro = Libro()
    columnas = {campo: columna.titulos[0] for campo, columna in dependencias.COLUMNAS.items() if campo != "hasta"}
    hoja = libro.hoja("Dependencias", [*columnas.values()], anchos=[40, 40, 40, 14, 18, 24, 16])
    desde = [*columnas].index("desde")
    hoja.set_column(desde, desde, 16, libro.fecha)
    conocidas = Dependencia.objects.vigentes(request.hoy).values_list("nombre", flat=True)
    listas = zip_longest(TipoDependencia.labels, ["Sí", "No"], conocidas)
    libro.hoja("Listas", ["Tipos", "En el alcance", "Dependencias que ya están"], listas, [20, 16, 50])
    return descarga(libro.bytes(), "dependencias", "xlsx")
