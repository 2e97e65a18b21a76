"""Cortes, reportes y cifras en el admin: sólo se ven; se deciden en el portal."""

from django.contrib import admin

from mipg.usuarios.admin_base import MipgAdmin, MipgInline
from seguimiento.models import Ampliacion, Avance, Cifra, Corte, MedidaCongelada, ObservacionAvance, Regia


class PorCorte(admin.RelatedFieldListFilter):
    """Los cortes con su vigencia, que va en el nombre de cada uno, leída con ellos."""

    def field_choices(self, field, request, model_admin):
        return [(corte.pk, str(corte)) for corte in Corte.objects.select_related("vigencia")]


class AmpliacionInline(MipgInline):
    model = Ampliacion
    fields = ["dependencia", "cierra", "motivo", "creada_en", "creada_por"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("dependencia", "creada_por")


@admin.register(Corte)
class CorteAdmin(MipgAdmin):
    ver_en = "seguimiento:corte_detalle"
    ver_exige = None
    date_hierarchy = "fecha_corte"
    list_display = ["trimestre", "vigencia", "fecha_corte", "abre", "cierra", "estado", "cerrado_en", "cerrado_por"]
    list_display_links = ["trimestre", "vigencia"]
    list_filter = ["vigencia", "estado"]
    list_select_related = ["vigencia", "cerrado_por"]
    search_fields = ["vigencia__anio", "sha256"]
    inlines = [AmpliacionInline]


@admin.register(Ampliacion)
class AmpliacionAdmin(MipgAdmin):
    ver_en = ("seguimiento:corte_detalle", "corte_id")
    ver_exige = None
    list_display = ["corte", "dependencia", "cierra", "motivo", "creada_por", "creada_en"]
    list_filter = [("corte", PorCorte), ("dependencia", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "cierra"
    list_select_related = ["corte__vigencia", "dependencia", "creada_por"]
    search_fields = ["dependencia__nombre", "motivo"]


class ObservacionInline(MipgInline):
    model = ObservacionAvance
    fields = ["campo", "texto", "valor", "creada_en", "creada_por", "resuelta_en", "resuelta_por"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("creada_por", "resuelta_por")


class ConSinAval(admin.SimpleListFilter):
    """Los aceptados sin aval van siempre en la muestra de quien audita."""

    title = "aval"
    parameter_name = "aval"

    def lookups(self, request, model_admin):
        return [("con", "Con aval"), ("sin", "Sin aval, con su razón")]

    def queryset(self, request, queryset):
        if self.value() == "con":
            return queryset.filter(avalado_en__isnull=False)
        return queryset.exclude(sin_aval="") if self.value() == "sin" else queryset


@admin.register(Avance)
class AvanceAdmin(MipgAdmin):
    ver_en = "seguimiento:avance_detalle"
    list_display = [
        "actividad",
        "corte",
        "estado",
        "situacion",
        "cantidad",
        "reportado_por",
        "avalado_por",
        "aceptado_por",
    ]
    list_filter = [
        ("corte", PorCorte),
        "estado",
        "situacion",
        ConSinAval,
        "misma_dependencia",
        "esperado",
        ("actividad__dependencia", admin.RelatedOnlyFieldListFilter),
        "aceptado_en",
    ]
    list_select_related = ["actividad", "corte__vigencia", "reportado_por", "avalado_por", "aceptado_por"]
    search_fields = ["actividad__nombre", "actividad__plan__nombre", "texto", "reportado_por__nombre"]
    inlines = [ObservacionInline]


@admin.register(ObservacionAvance)
class ObservacionAvanceAdmin(MipgAdmin):
    ver_en = ("seguimiento:avance_detalle", "avance_id")
    date_hierarchy = "creada_en"
    list_display = ["avance", "campo", "texto", "creada_por", "creada_en", "resuelta_en"]
    list_filter = ["campo", ("avance__corte", PorCorte), "creada_en", "resuelta_en"]
    list_select_related = ["avance__actividad", "avance__corte__vigencia", "creada_por"]
    search_fields = ["texto", "avance__actividad__nombre"]


@admin.register(Cifra)
class CifraAdmin(MipgAdmin):
    ver_en = ("seguimiento:corte_detalle", "corte_id")
    ver_exige = None
    list_display = ["nombre", "corte", "ambito", "cumplimiento", "reportado", "cobertura", "anual", "semaforo"]
    list_filter = [
        ("corte", PorCorte),
        "ambito",
        "semaforo",
        ("dependencia", admin.RelatedOnlyFieldListFilter),
        "politica",
    ]
    list_select_related = ["corte__vigencia", "plan__vigencia", "avance__actividad", "avance__corte__vigencia"]
    search_fields = ["nombre"]


@admin.register(MedidaCongelada)
class MedidaCongeladaAdmin(MipgAdmin):
    ver_en = ("seguimiento:corte_detalle", "corte_id")
    ver_exige = None
    list_display = ["estrategia", "corte", "hechos", "de", "porque"]
    list_filter = [("corte", PorCorte), "estrategia"]
    list_select_related = ["corte__vigencia"]
    search_fields = ["porque"]


@admin.register(Regia)
class RegiaAdmin(MipgAdmin):
    ver_en = ("seguimiento:corte_detalle", "corte_id")
    ver_exige = None
    list_display = ["actividad", "corte", "cuenta", "meta", "ponderacion", "fecha_fin"]
    list_filter = [("corte", PorCorte), "cuenta"]
    list_select_related = ["actividad", "corte__vigencia"]
    search_fields = ["actividad__nombre", "actividad__plan__nombre"]
