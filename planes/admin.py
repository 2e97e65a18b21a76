"""Planes en el admin: sólo se ven; se formulan y deciden en el portal."""

from django.contrib import admin

from mipg.usuarios.admin_base import MipgAdmin, MipgInline
from planes.models import (
    Aclaracion,
    Actividad,
    ActividadPropuesta,
    Actuacion,
    Asistencia,
    Compromiso,
    Conforme,
    Impedimento,
    InformeDeLey,
    Miembro,
    Observacion,
    Plan,
    Propuesta,
    Prorroga,
    PublicacionDePlan,
    Punto,
    Requerimiento,
    Resultado,
    SeguimientoDePlan,
    Sesion,
    Vencimiento,
    VentanaFormulacion,
    VersionPlan,
)


class ActividadInline(MipgInline):
    model = Actividad
    fields = ["numero", "nombre", "dependencia", "meta", "unidad", "ponderacion", "fecha_fin", "retirada_en"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("dependencia")


class VersionInline(MipgInline):
    model = VersionPlan
    fields = ["numero", "motivo", "acto", "sha256", "aprobado_en", "aprobado_por"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("plan__vigencia", "aprobado_por")


@admin.register(Plan)
class PlanAdmin(MipgAdmin):
    ver_en = "planes:plan_detalle"
    list_display = ["nombre", "clase", "vigencia", "politica", "dependencia", "estado", "aprobado_en", "publicado_en"]
    list_filter = ["vigencia", "clase", "estado", "acto", ("dependencia", admin.RelatedOnlyFieldListFilter), "politica"]
    date_hierarchy = "fecha_limite"
    list_select_related = ["vigencia", "politica", "dependencia"]
    search_fields = ["nombre", "politica__nombre", "dependencia__nombre", "acto_numero"]
    inlines = [ActividadInline, VersionInline]


@admin.register(Actividad)
class ActividadAdmin(MipgAdmin):
    ver_en = "seguimiento:actividad_avance"
    list_display = [
        "numero",
        "nombre",
        "plan",
        "dependencia",
        "tipo_meta",
        "meta",
        "unidad",
        "fecha_fin",
        "retirada_en",
    ]
    list_display_links = ["numero", "nombre"]
    list_filter = [
        "plan__vigencia",
        "plan__clase",
        "tipo_meta",
        "fuente",
        ("dependencia", admin.RelatedOnlyFieldListFilter),
        "retirada_en",
    ]
    date_hierarchy = "fecha_fin"
    list_select_related = ["plan__vigencia", "dependencia"]
    search_fields = ["nombre", "producto", "indicador", "plan__nombre"]


@admin.register(VersionPlan)
class VersionPlanAdmin(MipgAdmin):
    ver_en = ("planes:plan_detalle", "plan_id")
    date_hierarchy = "aprobado_en"
    list_display = ["plan", "numero", "acto", "aprobado_por", "aprobado_en", "sha256"]
    list_filter = ["plan__vigencia", "plan__clase", "aprobado_en"]
    list_select_related = ["plan__vigencia", "aprobado_por"]
    search_fields = ["plan__nombre", "acto", "motivo", "sha256"]


@admin.register(Observacion)
class ObservacionAdmin(MipgAdmin):
    ver_en = ("planes:plan_detalle", "plan_id")
    date_hierarchy = "creada_en"
    list_display = ["plan", "actividad", "campo", "texto", "creada_por", "creada_en", "resuelta_en"]
    list_filter = ["plan__vigencia", "creada_en", "resuelta_en"]
    list_select_related = ["plan__vigencia", "actividad", "creada_por"]
    search_fields = ["texto", "plan__nombre"]


@admin.register(Propuesta)
class PropuestaAdmin(MipgAdmin):
    ver_en = ("planes:plan_detalle", "plan_id")
    date_hierarchy = "creada_en"
    list_display = ["plan", "estado", "frase", "creada_por", "creada_en", "aprobada_en"]
    list_filter = ["plan__vigencia", "estado", "creada_en"]
    list_select_related = ["plan__vigencia", "creada_por"]
    search_fields = ["plan__nombre", "motivo", "frase"]


@admin.register(ActividadPropuesta)
class ActividadPropuestaAdmin(MipgAdmin):
    list_display = ["numero", "nombre", "propuesta", "dependencia", "meta", "fecha_fin", "se_retira"]
    list_display_links = ["numero", "nombre"]
    list_filter = ["propuesta__plan__vigencia", "propuesta__estado", "se_retira"]
    list_select_related = ["propuesta__plan__vigencia", "dependencia"]
    search_fields = ["nombre", "propuesta__plan__nombre"]


@admin.register(Prorroga)
class ProrrogaAdmin(MipgAdmin):
    date_hierarchy = "pedida_en"
    list_display = ["actividad", "estado", "fecha_original", "fecha_nueva", "a_tiempo", "pedida_por", "decidida_por"]
    list_filter = ["actividad__plan__vigencia", "estado", "a_tiempo"]
    list_select_related = ["actividad", "pedida_por", "decidida_por"]
    search_fields = ["actividad__nombre", "motivo", "actividad__plan__nombre"]


@admin.register(VentanaFormulacion)
class VentanaFormulacionAdmin(MipgAdmin):
    date_hierarchy = "abre"
    list_display = ["vigencia", "dependencia", "clase", "abre", "cierra", "motivo", "creada_por"]
    list_filter = ["vigencia", "clase"]
    list_select_related = ["vigencia", "dependencia", "creada_por"]
    search_fields = ["dependencia__nombre", "motivo"]


@admin.register(Conforme)
class ConformeAdmin(MipgAdmin):
    ver_en = ("planes:plan_detalle", "plan_id")
    date_hierarchy = "dado_en"
    list_display = ["plan", "dependencia", "sentido", "texto", "dado_por", "dado_en"]
    list_filter = ["plan__vigencia", "sentido"]
    list_select_related = ["plan__vigencia", "dependencia", "dado_por"]
    search_fields = ["plan__nombre", "dependencia__nombre", "texto"]


@admin.register(Miembro)
class MiembroAdmin(MipgAdmin):
    list_display = ["cargo", "persona", "nombre", "instancia", "con_voto", "preside", "desde", "hasta"]
    list_filter = ["instancia", "con_voto", "preside"]
    list_select_related = ["instancia", "persona"]
    search_fields = ["cargo", "nombre", "persona__nombre"]


@admin.register(Sesion)
class SesionAdmin(MipgAdmin):
    ver_en = "planes:sesion_detalle"
    date_hierarchy = "fecha"
    list_display = ["fecha", "instancia", "tipo", "estado", "acta_anio", "acta_numero", "cerrada_por"]
    list_filter = ["instancia", "estado", "tipo"]
    list_select_related = ["instancia", "cerrada_por"]
    search_fields = ["lugar", "instancia__nombre"]


@admin.register(Asistencia)
class AsistenciaAdmin(MipgAdmin):
    ver_en = ("planes:sesion_detalle", "sesion_id")
    list_display = ["nombre", "cargo", "sesion", "con_voto", "preside", "situacion"]
    list_filter = ["situacion", "con_voto"]
    list_select_related = ["sesion"]
    search_fields = ["nombre", "cargo"]


@admin.register(Punto)
class PuntoAdmin(MipgAdmin):
    ver_en = ("planes:sesion_detalle", "sesion_id")
    list_display = ["titulo", "orden", "clase", "estado", "sesion", "creado_por"]
    list_filter = ["clase", "estado"]
    list_select_related = ["sesion", "creado_por"]
    search_fields = ["titulo"]


@admin.register(Impedimento)
class ImpedimentoAdmin(MipgAdmin):
    list_display = ["miembro", "punto", "motivo"]
    list_select_related = ["miembro__persona", "punto"]
    search_fields = ["motivo", "miembro__cargo"]


@admin.register(Resultado)
class ResultadoAdmin(MipgAdmin):
    date_hierarchy = "creado_en"
    list_display = ["punto", "clase", "decision", "texto", "con_voto", "exigido", "hubo_quorum", "creado_por"]
    list_filter = ["clase", "decision", "hubo_quorum"]
    list_select_related = ["punto", "creado_por"]
    search_fields = ["texto", "punto__titulo"]


@admin.register(Compromiso)
class CompromisoAdmin(MipgAdmin):
    ver_en = "planes:compromiso_detalle"
    date_hierarchy = "vence"
    list_display = ["texto", "persona", "dependencia", "vence", "estado", "sesion"]
    list_filter = ["estado", "sesion__instancia"]
    list_select_related = ["persona", "dependencia", "sesion"]
    search_fields = ["texto", "persona__nombre", "dependencia__nombre"]


@admin.register(Aclaracion)
class AclaracionAdmin(MipgAdmin):
    ver_en = ("planes:sesion_detalle", "sesion_id")
    date_hierarchy = "creada_en"
    list_display = ["sesion", "texto", "creada_por", "creada_en"]
    list_select_related = ["sesion", "creada_por"]
    search_fields = ["texto"]


@admin.register(PublicacionDePlan)
class PublicacionDePlanAdmin(MipgAdmin):
    ver_en = ("planes:plan_detalle", "plan_id")
    date_hierarchy = "fecha_publicacion"
    list_display = ["plan", "documento", "fecha_publicacion", "seccion", "registrada_por", "registrada_en"]
    list_filter = ["plan__vigencia", "seccion"]
    list_select_related = ["plan__vigencia", "documento", "registrada_por"]
    search_fields = ["plan__nombre", "documento__titulo"]


@admin.register(SeguimientoDePlan)
class SeguimientoDePlanAdmin(MipgAdmin):
    ver_en = ("planes:plan_detalle", "plan_id")
    date_hierarchy = "fecha"
    list_display = ["nombre", "plan", "fecha", "estado", "cumplido_por", "cumplido_en"]
    list_filter = ["plan__vigencia", "estado"]
    list_select_related = ["plan__vigencia", "cumplido_por"]
    search_fields = ["nombre", "plan__nombre"]


class VencimientoInline(MipgInline):
    model = Vencimiento
    fields = ["numero", "periodo", "vence", "dependencia", "estado", "radicado_salida", "fecha_salida"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("dependencia", "informe")


@admin.register(InformeDeLey)
class InformeDeLeyAdmin(MipgAdmin):
    ver_en = "planes:informe_detalle"
    date_hierarchy = "creado_en"
    list_display = ["nombre", "vigencia", "periodicidad", "dependencia", "de_control", "creado_por", "anulado_en"]
    list_filter = ["vigencia", "periodicidad", "de_control", "anulado_en"]
    list_select_related = ["vigencia", "dependencia", "creado_por"]
    search_fields = ["nombre", "norma", "ante", "dependencia__nombre"]
    inlines = [VencimientoInline]


@admin.register(Vencimiento)
class VencimientoAdmin(MipgAdmin):
    ver_en = "planes:vencimiento_detalle"
    date_hierarchy = "vence"
    list_display = ["informe", "periodo", "vence", "dependencia", "estado", "radicado_salida", "fecha_salida"]
    list_filter = ["estado", "informe__vigencia", "informe__de_control"]
    list_select_related = ["informe", "dependencia"]
    search_fields = ["informe__nombre", "radicado_salida", "dependencia__nombre"]


class ActuacionInline(MipgInline):
    model = Actuacion
    fields = ["clase", "radicado", "fecha", "vencia", "vence", "creada_por", "anulada_en"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("creada_por")


@admin.register(Requerimiento)
class RequerimientoAdmin(MipgAdmin):
    ver_en = "planes:requerimiento_detalle"
    date_hierarchy = "recibido"
    list_display = ["quien_pide", "radicado", "recibido", "vence", "dependencia", "estado", "fecha_salida"]
    list_filter = ["estado", "clase_plazo", "de_control", ("dependencia", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["dependencia"]
    search_fields = ["quien_pide", "radicado", "asunto", "radicado_salida", "dependencia__nombre"]
    inlines = [ActuacionInline]


@admin.register(Actuacion)
class ActuacionAdmin(MipgAdmin):
    ver_en = ("planes:requerimiento_detalle", "requerimiento_id")
    date_hierarchy = "fecha"
    list_display = ["requerimiento", "clase", "radicado", "fecha", "vencia", "vence", "creada_por", "anulada_en"]
    list_filter = ["clase", "anulada_en"]
    list_select_related = ["requerimiento", "creada_por"]
    search_fields = ["radicado", "texto", "requerimiento__radicado"]
