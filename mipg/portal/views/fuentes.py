"""Cargar desde una hoja el acto o documento que dice quién responde por cada política."""

from datetime import date
from itertools import zip_longest

from django.views.decorators.http import require_http_methods, require_safe

from mipg.descargas import descarga
from mipg.etiquetas import contar
from mipg.hojas import Libro
from mipg.libros import Libro as Leido
from mipg.portal.forms import FuenteForm
from mipg.portal.views.listas import Lista, revisar, subir
from mipg.usuarios.models import Dependencia
from mipg.usuarios.permisos import requiere
from mipg.usuarios.roles import Permiso
from planes.coordinacion import coordinados_por_otra
from politicas import fuentes
from politicas.acciones import importar_fuente, version_de
from politicas.models import Instancia, Politica, ResponsabilidadPolitica, Vigencia

LISTA = Lista(
    "fuentes",
    "un acto",
    fuentes.DESTINO,
    entender=lambda libro, request: _entender(libro, request.hoy),
    importar=importar_fuente,
    palabras={
        "politicas": ("política que nombra", "políticas que nombra"),
        "responsabilidades": ("responsabilidad", "responsabilidades"),
    },
    form=FuenteForm,
    antes=(("Fuentes", "politicas:fuente_lista"),),
    queda=lambda hoy: _queda(hoy),
)


def _entender(libro: Leido, hoy: date) -> fuentes.LecturaDeFuente:
    """Lo que dice con la versión de hoy o, si con ella no se entiende, con la de otro año abierto: el acto puede ser de
    un año que ya trabaja con otra, y al cargarlo manda la del suyo.
    """
    de_hoy = version_de(hoy.year)
    lectura = fuentes.entender(libro, version=de_hoy, hoy=hoy)
    if lectura.se_puede:
        return lectura
    abiertas = Vigencia.objects.abiertas().order_by("anio").select_related("version")
    otras = dict.fromkeys(vigencia.version for vigencia in abiertas if vigencia.version != de_hoy)
    lecturas = (fuentes.entender(libro, version=otra, hoy=hoy) for otra in otras)
    return next((otra for otra in lecturas if otra.se_puede), lectura)


def _queda(hoy: date) -> str:
    """Los planes ya creados que quedan con otra: el acto que entra a mitad de año no los mueve."""
    if cuantos := sum(len(coordinados_por_otra(vigencia, hoy)) for vigencia in Vigencia.objects.abiertas()):
        planes = contar(cuantos, "plan lo coordina", "planes los coordina")
        return f"{planes} una dependencia que no responde por su política: en Planes se dice cuáles, y se trasladan."
    return ""


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
    return descarga(libro.bytes(), "acto", "xlsx")
