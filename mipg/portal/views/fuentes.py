"""Cargar desde una hoja el acto o documento que dice quién responde por cada política."""

from itertools import zip_longest

from django.views.decorators.http import require_http_methods, require_safe

from mipg.hojas import Libro
from mipg.portal.forms import FuenteForm
from mipg.portal.views.listas import Lista, plantilla, revisar, subir
from mipg.usuarios.models import Dependencia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from politicas import fuentes
from politicas.acciones import importar_fuente, version_de
from politicas.models import Instancia, Politica, ResponsabilidadPolitica

LISTA = Lista(
    "fuentes",
    "un acto",
    fuentes.DESTINO,
    entender=lambda libro, request: fuentes.entender(libro, version=version_de(request.hoy.year), hoy=request.hoy),
    importar=importar_fuente,
    palabras={
        "politicas": ("política que nombra", "políticas que nombra"),
        "responsabilidades": ("responsabilidad", "responsabilidades"),
    },
    form=FuenteForm,
    antes=(("Fuentes", "politicas:fuente_lista"),),
)


@requiere(Permiso.VIGENCIA_EDITAR)
@require_http_methods(["GET", "HEAD", "POST"])
def fuentes_importar(request):
    """Sube la hoja de un acto."""
    return subir(request, LISTA, papeles=ResponsabilidadPolitica.Rol.labels)


@requiere(Permiso.VIGENCIA_EDITAR, Permiso.ADMIN_VER)
@require_http_methods(["GET", "HEAD", "POST"])
def fuentes_importacion(request, pk: int):
    """Revisa la hoja de un acto, dice qué acto es y lo carga, o la descarta."""
    return revisar(request, pk, LISTA)


@requiere(Permiso.VIGENCIA_EDITAR)
@require_safe
def fuentes_plantilla(request):
    """Libro de Excel con los encabezados y los nombres que se reconocen."""
    libro = Libro()
    titulos = [columna.titulos[0] for columna in fuentes.COLUMNAS.values()]
    libro.hoja("Responsabilidades", titulos, anchos=[32] * len(titulos))
    politicas = Politica.objects.filter(dimension__version=version_de(request.hoy.year)).values_list(
        "nombre", flat=True
    )
    dependencias = Dependencia.objects.vigentes(request.hoy).values_list("nombre", flat=True)
    instancias = Instancia.objects.values_list("nombre", flat=True)
    responden = [*dependencias, *instancias, fuentes.TODAS]
    listas = zip_longest(politicas, ResponsabilidadPolitica.Rol.labels, responden)
    libro.hoja("Listas", ["Políticas", "Papeles", "Dependencias e instancias"], listas, [50, 16, 50])
    return plantilla(libro.bytes(), "acto")
