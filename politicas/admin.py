"""Catálogos del modelo en el admin.

Los enlaces cambian con sus acciones: aquí sólo se ven. De la vigencia se corrigen sus parámetros; abrirla y cerrarla
son acciones.
"""

from django.contrib import admin

from mipg.usuarios.admin_base import MipgAdmin
from mipg.usuarios.roles import Permiso
from politicas.forms import FuenteCorregidaForm, ResponsabilidadCorregidaForm, VigenciaForm
from politicas.models import (
    Actor,
    Atribucion,
    DecisionCatalogo,
    Dimension,
    EnlacePolitica,
    Equivalencia,
    Estrategia,
    FaseCumplida,
    Firmante,
    Fuente,
    Indice,
    Instancia,
    Jornada,
    NombrePolitica,
    Norma,
    PlanteamientoDelAnio,
    Politica,
    ResponsabilidadPolitica,
    SerieMetodologica,
    TipoPlan,
    VersionModelo,
    Vigencia,
)


@admin.register(VersionModelo)
class VersionModeloAdmin(MipgAdmin):
    catalogo = True
    list_display = ["nombre", "titulo", "vigente_desde", "activa", "por_verificar"]
    search_fields = ["nombre", "titulo"]


@admin.register(Dimension)
class DimensionAdmin(MipgAdmin):
    catalogo = True
    list_display = ["codigo", "nombre", "nombre_furag", "version", "orden"]
    list_display_links = ["codigo", "nombre"]
    list_filter = ["version"]
    list_select_related = ["version"]
    search_fields = ["codigo", "nombre", "nombre_furag"]


@admin.register(Politica)
class PoliticaAdmin(MipgAdmin):
    catalogo = True
    ver_en = "politicas:politica_detalle"
    ver_exige = None
    list_display = ["numero_plan", "codigo_furag", "nombre", "dimension", "lider_nacional"]
    list_display_links = ["nombre"]
    list_filter = ["dimension__version", "dimension"]
    list_select_related = ["dimension"]
    search_fields = ["codigo_furag", "nombre", "nombre_plan"]


@admin.register(Equivalencia)
class EquivalenciaAdmin(MipgAdmin):
    catalogo = True
    ver_en = ("politicas:politica_detalle", "de_id")
    ver_exige = None
    list_display = ["de", "a", "nota"]
    list_filter = ["de__dimension__version", "a__dimension__version"]
    list_select_related = ["de__dimension__version", "a__dimension__version"]
    search_fields = ["de__nombre", "a__nombre"]


@admin.register(Indice)
class IndiceAdmin(MipgAdmin):
    catalogo = True
    ver_en = ("politicas:politica_detalle", "politica_id")
    ver_exige = None
    list_display = ["codigo", "nombre", "politica"]
    list_display_links = ["codigo", "nombre"]
    list_filter = ["politica__dimension__version", "politica"]
    list_select_related = ["politica"]
    search_fields = ["codigo", "nombre"]


@admin.register(Instancia)
class InstanciaAdmin(MipgAdmin):
    catalogo = True
    list_display = ["nombre", "sigla", "norma", "secretaria_tecnica"]
    list_select_related = ["secretaria_tecnica"]
    search_fields = ["nombre", "sigla"]


@admin.register(Actor)
class ActorAdmin(MipgAdmin):
    catalogo = True
    list_display = ["orden", "nombre", "dependencia", "instancia"]
    list_display_links = ["nombre"]
    list_select_related = ["dependencia", "instancia"]
    search_fields = ["nombre", "descripcion"]


@admin.register(Fuente)
class FuenteAdmin(MipgAdmin):
    catalogo = True
    form = FuenteCorregidaForm
    list_display = ["nombre", "seccion", "clase", "desde", "hasta", "reparte", "retirada_en"]
    list_filter = ["clase", "reparte"]
    search_fields = ["nombre", "seccion", "nota"]


@admin.register(ResponsabilidadPolitica)
class ResponsabilidadPoliticaAdmin(MipgAdmin):
    catalogo = True
    form = ResponsabilidadCorregidaForm
    ver_en = ("politicas:politica_detalle", "politica_id")
    ver_exige = None
    list_display = ["politica", "fuente", "orden", "rol", "responsable", "fase"]
    list_filter = ["fuente", "rol", "politica"]
    list_select_related = ["politica", "fuente", "dependencia", "instancia"]
    search_fields = ["politica__nombre", "dependencia__nombre", "instancia__nombre", "texto"]


@admin.register(FaseCumplida)
class FaseCumplidaAdmin(MipgAdmin):
    tecnico = True
    list_display = ["responsabilidad", "vigencia", "terminada_en", "terminada_por", "reabierta_en"]
    list_filter = ["vigencia"]
    list_select_related = [
        *("vigencia", "terminada_por", "responsabilidad__politica"),
        *("responsabilidad__dependencia", "responsabilidad__instancia"),
    ]
    search_fields = ["responsabilidad__fase", "nota"]


@admin.register(TipoPlan)
class TipoPlanAdmin(MipgAdmin):
    catalogo = True
    list_display = ["numero", "nombre", "sigla", "dependencia", "responsable_texto", "desde", "hasta"]
    list_display_links = ["nombre"]
    list_select_related = ["dependencia"]
    search_fields = ["nombre", "sigla"]


@admin.register(Norma)
class NormaAdmin(MipgAdmin):
    catalogo = True
    list_display = ["orden", "nombre", "ambito", "entidad"]
    list_display_links = ["nombre"]
    list_filter = ["ambito"]
    search_fields = ["nombre", "entidad", "materia"]


@admin.register(NombrePolitica)
class NombrePoliticaAdmin(MipgAdmin):
    catalogo = True
    ver_en = ("politicas:politica_detalle", "politica_id")
    ver_exige = None
    list_display = ["politica", "nombre", "fuente"]
    list_display_links = ["nombre"]
    list_filter = ["fuente"]
    list_select_related = ["politica", "fuente"]
    search_fields = ["nombre", "politica__nombre"]


@admin.register(Atribucion)
class AtribucionAdmin(MipgAdmin):
    catalogo = True
    list_display = ["norma", "articulo", "dependencia", "fuente"]
    list_display_links = ["articulo"]
    list_filter = ["fuente"]
    list_select_related = ["norma", "dependencia", "fuente"]
    search_fields = ["norma__nombre", "articulo", "dependencia__nombre", "texto"]


@admin.register(DecisionCatalogo)
class DecisionCatalogoAdmin(MipgAdmin):
    tecnico = True
    list_display = ["vigencia", "asunto", "decision", "decidida_en", "revocada_en"]
    list_display_links = ["asunto"]
    list_filter = ["vigencia", "clase"]
    list_select_related = ["vigencia"]
    search_fields = ["asunto", "decision", "fundamento"]


@admin.register(Firmante)
class FirmanteAdmin(MipgAdmin):
    catalogo = True
    list_display = ["anio", "orden", "nombre", "cargo"]
    list_display_links = ["nombre"]
    list_filter = ["anio"]
    search_fields = ["nombre", "cargo"]


@admin.register(PlanteamientoDelAnio)
class PlanteamientoDelAnioAdmin(MipgAdmin):
    catalogo = True
    list_display = ["anio", "documento"]
    list_display_links = ["documento"]
    search_fields = ["documento", "objetivo", "alcance"]


@admin.register(Estrategia)
class EstrategiaAdmin(MipgAdmin):
    catalogo = True
    list_display = ["anio", "numero", "nombre", "fecha_inicio", "fecha_fin", "fecha_texto"]
    list_display_links = ["nombre"]
    list_filter = ["anio"]
    search_fields = ["nombre", "descripcion"]


@admin.register(Vigencia)
class VigenciaAdmin(MipgAdmin):
    catalogo = True
    form = VigenciaForm
    fields = [
        "anio",
        "version",
        "fecha_limite_institucionales",
        "fecha_limite_politicas",
        "umbral_satisfactorio",
        "umbral_aceptable",
        "exige_aval",
        "dias_sin_aval",
        "dias_aviso",
        "dias_proxima",
        "abierta_en",
        "abierta_por",
        "cerrada_en",
        "cerrada_por",
    ]
    readonly_fields = ["anio", "version", "abierta_en", "abierta_por", "cerrada_en", "cerrada_por"]
    list_display = [
        "anio",
        "version",
        "fecha_limite_institucionales",
        "fecha_limite_politicas",
        "abierta_en",
        "cerrada_en",
    ]
    list_select_related = ["version"]
    search_fields = ["anio"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        abierta = obj is None or obj.cerrada_en is None
        return abierta and request.user.is_staff and request.user.vigente.puede(Permiso.VIGENCIA_EDITAR)


@admin.register(EnlacePolitica)
class EnlacePoliticaAdmin(MipgAdmin):
    tecnico = True
    ver_en = ("politicas:politica_detalle", "politica_id")
    ver_exige = None
    list_display = ["politica", "dependencia", "persona", "desde", "hasta"]
    list_filter = ["politica", "dependencia"]
    date_hierarchy = "desde"
    list_select_related = ["politica", "dependencia", "persona"]
    search_fields = ["politica__nombre", "dependencia__nombre", "persona__nombre"]


@admin.register(SerieMetodologica)
class SerieMetodologicaAdmin(MipgAdmin):
    catalogo = True
    list_display = ["nombre", "desde", "hasta", "fuente"]
    search_fields = ["nombre", "fuente"]


@admin.register(Jornada)
class JornadaAdmin(MipgAdmin):
    date_hierarchy = "fecha"
    list_display = ["titulo", "tipo", "fecha", "vigencia", "dependencia", "asistentes", "estado"]
    list_filter = ["vigencia", "tipo", "estado", "modalidad", ("dependencia", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["vigencia", "dependencia"]
    search_fields = ["titulo", "publico", "lugar"]
