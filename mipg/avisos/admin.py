"""Bandeja de salida y avisos (sólo se ven) y asuetos locales (catálogo)."""

from django.contrib import admin

from mipg.avisos.models import Aviso, DiaNoHabil, Mensaje
from mipg.usuarios.admin_base import MipgAdmin, MipgInline

# Llevan un enlace con el que se pone la contraseña de otra persona o se detiene un cambio de su cuenta.
CLASES_RESERVADAS = ("acceso", "invitacion", "cuenta")
_OCULTO = "Oculto: lleva o puede llevar un enlace personal de un solo uso."


@admin.register(DiaNoHabil)
class DiaNoHabilAdmin(MipgAdmin):
    catalogo = True
    list_display = ["fecha", "motivo"]
    list_filter = ["fecha"]
    search_fields = ["motivo"]
    date_hierarchy = "fecha"


class AvisoInline(MipgInline):
    tecnico = True
    model = Aviso
    fields = ["persona", "obligacion", "vence", "tramo"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("persona")


@admin.register(Mensaje)
class MensajeAdmin(MipgAdmin):
    tecnico = True
    list_display = ["asunto", "destino", "clase", "estado", "intentos", "creado_en", "enviado_en"]
    list_filter = ["estado", "clase", "creado_en"]
    search_fields = ["asunto", "destino", "persona__nombre"]
    date_hierarchy = "creado_en"
    fields = [
        "clase",
        "persona",
        "destino",
        "asunto",
        "contenido",
        "estado",
        "intentos",
        "creado_en",
        "disponible_en",
        "enviado_en",
        "error",
        "clave",
        "identificador",
    ]
    readonly_fields = ["contenido", "identificador"]
    inlines = [AvisoInline]

    @admin.display(description="texto")
    def contenido(self, mensaje):
        return _OCULTO if mensaje.clase in CLASES_RESERVADAS else mensaje.texto


@admin.register(Aviso)
class AvisoAdmin(MipgAdmin):
    tecnico = True
    list_display = ["persona", "obligacion", "vence", "tramo", "mensaje"]
    list_filter = ["vence", "tramo"]
    list_select_related = ["persona", "mensaje"]
    search_fields = ["persona__nombre", "obligacion"]
    date_hierarchy = "vence"
