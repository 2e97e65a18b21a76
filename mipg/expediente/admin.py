"""Expediente en el admin: sólo se ve; los archivos se descargan por el portal."""

from django.contrib import admin
from django.urls import reverse

from mipg.expediente.models import ColumnaRecordada, Documento, Emision, Importacion, Uso, VersionDocumento
from mipg.usuarios.admin_base import ConArchivo, MipgAdmin, MipgInline


class _DeVersion(ConArchivo):
    def direccion_de_descarga(self, obj):
        direccion = reverse("expediente:documento_descargar", args=[obj.documento_id])
        return f"{direccion}?version={obj.numero}"


class VersionInline(_DeVersion, MipgInline):
    model = VersionDocumento
    fields = ["numero", "nombre", "tipo", "tamano", "sha256", "creado_en", "creado_por", "descargar"]
    readonly_fields = ["descargar"]


class UsoInline(MipgInline):
    model = Uso
    fields = ["tipo", "objeto_id", "creado_en", "creado_por"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("documento", "tipo", "creado_por")


@admin.register(Documento)
class DocumentoAdmin(MipgAdmin):
    ver_en = "expediente:documento_detalle"
    list_display = ["titulo", "clase", "dependencia", "fecha_documento", "creado_por", "creado_en", "retirado_en"]
    list_filter = ["clase", "dependencia", "fecha_documento", "retirado_en"]
    list_select_related = ["dependencia", "creado_por"]
    search_fields = ["titulo", "serie_trd", "versiones__nombre", "versiones__sha256"]
    date_hierarchy = "creado_en"
    inlines = [VersionInline, UsoInline]


@admin.register(VersionDocumento)
class VersionDocumentoAdmin(_DeVersion, MipgAdmin):
    ver_en = ("expediente:documento_detalle", "documento_id")
    date_hierarchy = "creado_en"
    list_display = ["nombre", "documento", "numero", "tipo", "tamano", "creado_por", "creado_en"]
    list_filter = ["tipo", "creado_en"]
    list_select_related = ["documento", "creado_por"]
    search_fields = ["nombre", "sha256", "documento__titulo"]
    fields = ["documento", "numero", "nombre", "tipo", "tamano", "sha256", "creado_en", "creado_por", "descargar"]
    readonly_fields = ["descargar"]


@admin.register(Uso)
class UsoAdmin(MipgAdmin):
    ver_en = ("expediente:documento_detalle", "documento_id")
    date_hierarchy = "creado_en"
    list_display = ["documento", "tipo", "objeto_id", "creado_por", "creado_en"]
    list_filter = ["tipo", "creado_en"]
    list_select_related = ["documento", "tipo", "creado_por"]
    search_fields = ["documento__titulo"]


@admin.register(Emision)
class EmisionAdmin(ConArchivo, MipgAdmin):
    ver_en = "expediente:emision_detalle"
    list_display = ["titulo", "informe", "estado", "pedida_por", "pedida_en", "emitida_en", "paginas", "codigo"]
    list_filter = ["estado", "informe", "pedida_en", "dependencia"]
    list_select_related = ["pedida_por"]
    search_fields = ["titulo", "codigo", "sha256", "pedida_por__nombre"]
    date_hierarchy = "pedida_en"
    fields = [
        "titulo",
        "informe",
        "codigo",
        "dependencia",
        "parametros",
        "estado",
        "intentos",
        "arrendado_hasta",
        "error",
        "descargar",
        "sha256",
        "paginas",
        "pedida_en",
        "pedida_por",
        "emitida_en",
    ]
    readonly_fields = ["descargar"]

    def direccion_de_descarga(self, obj):
        lista = obj.estado == Emision.Estado.LISTA
        return reverse("expediente:emision_descargar", args=[obj.pk]) if lista else ""


# La página donde se lee lo que traía cada archivo, por nombre: quién importa qué lo sabe cada app.
PAGINAS = {
    "planes.actividades": "planes:importacion_detalle",
    "furag.resultados": "furag:importacion_detalle",
    "furag.recomendaciones": "furag:entrega_detalle",
    "furag.diccionario": "furag:importacion_detalle",
    "usuarios.personas": "portal:personas_importacion",
    "usuarios.dependencias": "portal:dependencias_importacion",
    "politicas.fuentes": "portal:fuentes_importacion",
}


@admin.register(Importacion)
class ImportacionAdmin(MipgAdmin):
    ver_en = "planes:importacion_detalle"
    list_display = ["nombre", "destino", "objeto_id", "estado", "creada_por", "creada_en", "aplicada_en"]
    list_filter = ["estado", "destino", "creada_en"]
    list_select_related = ["creada_por"]
    search_fields = ["nombre", "sha256", "creada_por__nombre"]
    date_hierarchy = "creada_en"
    fields = [
        "nombre",
        "destino",
        "objeto_id",
        "sha256",
        "filas",
        "estado",
        "lectura",
        "progreso",
        "intentos",
        "error",
        "elecciones",
        "resumen",
        "creada_en",
        "creada_por",
        "aplicada_en",
        "aplicada_por",
    ]

    def view_on_site(self, obj):
        """La página donde se revisó el archivo; `None` si lo que importaba ya no se importa así."""
        pagina = PAGINAS.get(obj.destino)
        return reverse(pagina, args=[obj.pk]) if pagina else None


@admin.register(ColumnaRecordada)
class ColumnaRecordadaAdmin(MipgAdmin):
    list_display = ["titulo", "destino", "campo", "creada_por", "creada_en"]
    list_filter = ["destino", "campo"]
    list_select_related = ["creada_por"]
    search_fields = ["titulo", "campo"]
