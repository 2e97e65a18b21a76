"""La medición y el mejoramiento en el admin: sólo se ven; se importan y deciden en el portal."""

from django.contrib import admin

from furag.models import (
    AccionMejora,
    Agrupacion,
    Atencion,
    Carga,
    Columna,
    ConceptoDeControl,
    Definicion,
    EntidadMedida,
    Medicion,
    Puntaje,
    Recomendacion,
    Redaccion,
    Suscripcion,
    Verificacion,
)
from mipg.usuarios.admin_base import MipgAdmin


@admin.register(Medicion)
class MedicionAdmin(MipgAdmin):
    list_display = ["anio", "anio_captura", "version", "serie", "abre", "cierra", "fecha_publicacion"]
    list_filter = ["version", "serie"]
    list_select_related = ["version", "serie"]
    search_fields = ["anio"]


@admin.register(Carga)
class CargaAdmin(MipgAdmin):
    date_hierarchy = "preparada_en"
    list_display = ["medicion", "ambito", "importacion", "entidades", "propia", "estado", "confirmada_por"]
    list_filter = ["medicion", "ambito", "estado"]
    list_select_related = ["medicion", "importacion", "propia", "confirmada_por"]
    search_fields = ["importacion__nombre", "huella"]


@admin.register(Columna)
class ColumnaAdmin(MipgAdmin):
    list_display = ["codigo", "letra", "titulo", "carga"]
    list_filter = ["carga__medicion", "carga__estado"]
    list_select_related = ["carga__medicion"]
    search_fields = ["codigo", "titulo"]


@admin.register(Definicion)
class DefinicionAdmin(MipgAdmin):
    list_display = ["codigo", "nombre", "padre", "medicion", "importacion"]
    list_filter = ["medicion"]
    list_select_related = ["medicion", "importacion"]
    search_fields = ["codigo", "nombre", "descripcion"]


@admin.register(EntidadMedida)
class EntidadMedidaAdmin(MipgAdmin):
    list_display = ["nombre", "codigo_sigep", "departamento", "municipio", "grupo_par", "tipo_formulario", "carga"]
    list_filter = ["carga__medicion", "carga__estado", "tipo_formulario"]
    list_select_related = ["carga__medicion"]
    search_fields = ["nombre", "codigo_sigep", "municipio"]


@admin.register(Puntaje)
class PuntajeAdmin(MipgAdmin):
    list_display = ["entidad", "columna", "valor"]
    list_filter = ["columna__carga__medicion"]
    list_select_related = ["entidad", "columna"]
    search_fields = ["entidad__nombre", "columna__codigo"]


@admin.register(Agrupacion)
class AgrupacionAdmin(MipgAdmin):
    date_hierarchy = "creada_en"
    list_display = ["nombre", "politica", "medicion", "creada_por", "creada_en"]
    list_filter = ["medicion", "politica"]
    list_select_related = ["medicion", "politica", "creada_por"]
    search_fields = ["nombre"]


@admin.register(Recomendacion)
class RecomendacionAdmin(MipgAdmin):
    date_hierarchy = "decidida_en"
    list_display = ["medicion", "politica", "numero", "texto", "prioridad", "estado", "decidida_por", "fila"]
    list_display_links = ["numero", "texto"]
    list_filter = ["medicion", "politica", "estado", "prioridad"]
    list_select_related = ["medicion", "politica", "decidida_por"]
    search_fields = ["texto", "motivo"]


@admin.register(Redaccion)
class RedaccionAdmin(MipgAdmin):
    date_hierarchy = "reemplazada_en"
    list_display = ["recomendacion", "texto", "importacion", "reemplazada_por", "reemplazada_en"]
    list_filter = ["recomendacion__medicion", "reemplazada_en"]
    list_select_related = ["recomendacion__medicion", "recomendacion__politica", "importacion", "reemplazada_por"]
    search_fields = ["texto"]


@admin.register(Suscripcion)
class SuscripcionAdmin(MipgAdmin):
    date_hierarchy = "suscrita_en"
    list_display = ["plan", "version", "suscrita_por", "suscrita_en", "anulada_en"]
    list_filter = ["plan__vigencia", "suscrita_en", "anulada_en"]
    list_select_related = ["plan__vigencia", "version__plan__vigencia", "suscrita_por"]
    search_fields = ["plan__nombre", "anulada_motivo"]


@admin.register(AccionMejora)
class AccionMejoraAdmin(MipgAdmin):
    list_display = ["codigo", "actividad", "indice", "linea_base", "esperado", "estado"]
    list_filter = ["actividad__plan__vigencia", "estado"]
    list_select_related = ["actividad"]
    search_fields = ["codigo", "actividad__nombre", "causa", "hallazgo"]


@admin.register(Atencion)
class AtencionAdmin(MipgAdmin):
    date_hierarchy = "decidida_en"
    list_display = ["accion", "recomendacion", "cumplida", "decidida_por", "decidida_en"]
    list_filter = ["cumplida", "recomendacion__medicion"]
    list_select_related = [
        "accion__actividad",
        "recomendacion__medicion",
        "recomendacion__politica",
        "decidida_por",
    ]
    search_fields = ["accion__codigo", "recomendacion__texto", "nota"]


@admin.register(Verificacion)
class VerificacionAdmin(MipgAdmin):
    date_hierarchy = "verificada_en"
    list_display = ["accion", "cumplida", "nota", "verificada_por", "verificada_en", "anulada_en"]
    list_filter = ["cumplida", "verificada_en", "anulada_en"]
    list_select_related = ["accion__actividad", "verificada_por"]
    search_fields = ["accion__codigo", "nota"]


@admin.register(ConceptoDeControl)
class ConceptoDeControlAdmin(MipgAdmin):
    date_hierarchy = "emitido_en"
    list_display = ["accion", "clase", "favorable", "nota", "emitido_por", "emitido_en", "anulado_en"]
    list_filter = ["clase", "favorable", "emitido_en", "anulado_en"]
    list_select_related = ["accion__actividad", "emitido_por"]
    search_fields = ["accion__codigo", "nota"]
