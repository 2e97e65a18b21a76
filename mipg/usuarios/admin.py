"""Personas, dependencias y bitácora en el admin.

La bitácora vive en el piso de abajo, que no conoce esta base: por eso su página se declara aquí.
"""

# Estos módulos registran lo que aquí se retira o se sustituye: se cargan antes.
import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401
import auditlog.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.forms.models import BaseInlineFormSet
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join

from mipg.bitacora.models import Suceso
from mipg.etiquetas import RAYA, fecha_hora
from mipg.texto import normalizar
from mipg.usuarios.admin_base import MipgAdmin, MipgInline
from mipg.usuarios.historia import cambios_de, nombres_de, que_hizo
from mipg.usuarios.models import AliasDependencia, Asignacion, CambioDeCuenta, Dependencia, Supresion, Usuario
from mipg.usuarios.roles import Permiso

# Los permisos salen de las asignaciones, no de grupos; los correos de allauth siguen al de la persona; la llave de una
# sesión abierta es la sesión; el proveedor de identidad se configura en el entorno, y de él no se guarda nada; y la
# semilla de un segundo factor no la ve nadie.
for _ajeno in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, Suceso, UserSession):
    if admin.site.is_registered(_ajeno):
        admin.site.unregister(_ajeno)


class AliasFormSet(BaseInlineFormSet):
    """Los alias de una dependencia; dos iguales en el mismo envío chocarían en la base de datos."""

    def clean(self):
        super().clean()
        vistas = set()
        for form in self.forms:
            nombre = getattr(form, "cleaned_data", {}).get("nombre")
            if nombre and normalizar(nombre) in vistas:
                form.add_error("nombre", f"«{nombre}» está dos veces: deje uno.")
            vistas.add(normalizar(nombre or ""))


class AliasInline(MipgInline):
    model = AliasDependencia
    formset = AliasFormSet
    catalogo = True
    fields = ["nombre", "fuente"]
    extra = 1
    show_change_link = False


@admin.register(Dependencia)
class DependenciaAdmin(MipgAdmin):
    catalogo = True
    ver_en = "seguimiento:dependencia_avance"
    ver_exige = Permiso.TABLERO_VER
    list_display = ["nombre", "sigla", "tipo", "en_alcance", "superior", "vigente_hasta"]
    list_filter = ["tipo", "en_alcance"]
    list_select_related = ["superior"]
    search_fields = ["nombre", "sigla", "alias__nombre"]
    # Suprimirla traslada lo que tiene a cargo: es una acción, y no dos campos.
    readonly_fields = ["vigente_hasta", "sucesora"]
    inlines = [AliasInline]


@admin.register(Supresion)
class SupresionAdmin(MipgAdmin):
    ver_en = ("seguimiento:dependencia_suprimir", "dependencia_id")
    ver_exige = Permiso.CATALOGO_EDITAR
    date_hierarchy = "creada_en"
    list_display = ["dependencia", "sucesora", "rige_desde", "acto", "creada_por", "creada_en", "deshecha_en"]
    list_select_related = ["dependencia", "sucesora", "creada_por"]
    search_fields = ["dependencia__nombre", "sucesora__nombre", "acto"]


@admin.register(AliasDependencia)
class AliasDependenciaAdmin(MipgAdmin):
    tecnico = True
    list_display = ["nombre", "dependencia", "clave", "fuente"]
    list_filter = ["dependencia"]
    list_select_related = ["dependencia"]
    search_fields = ["nombre", "dependencia__nombre"]


class AsignacionInline(MipgInline):
    tecnico = True
    model = Asignacion
    fk_name = "persona"
    fields = ["rol", "dependencia", "desde", "hasta", "tipo", "en_encargo_de", "acto"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("persona", "dependencia", "en_encargo_de")


@admin.register(Usuario)
class UsuarioAdmin(MipgAdmin):
    tecnico = True
    ver_en = "usuarios:persona_detalle"
    ver_exige = Permiso.PERSONAS_EDITAR
    list_display = ["nombre", "email", "cargo", "is_active", "vinculo_hasta", "invitada_en", "last_login"]
    list_filter = ["is_active", "asignaciones__rol", "asignaciones__dependencia"]
    search_fields = ["nombre", "email", "cargo"]
    fields = ["nombre", "email", "cargo", "is_active", "vinculo_hasta", "creada_en", "invitada_en", "last_login"]
    inlines = [AsignacionInline]


@admin.register(Asignacion)
class AsignacionAdmin(MipgAdmin):
    tecnico = True
    ver_en = ("usuarios:persona_detalle", "persona_id")
    ver_exige = Permiso.PERSONAS_EDITAR
    date_hierarchy = "desde"
    list_display = ["persona", "rol", "dependencia", "desde", "hasta", "tipo", "en_encargo_de"]
    list_filter = ["rol", "tipo", "dependencia", "desde", "hasta"]
    list_select_related = ["persona", "dependencia", "en_encargo_de"]
    search_fields = ["persona__nombre", "persona__email", "dependencia__nombre", "acto"]


@admin.register(CambioDeCuenta)
class CambioDeCuentaAdmin(MipgAdmin):
    tecnico = True
    date_hierarchy = "creado_en"
    list_display = ["afectado", "operacion", "rol", "estado", "pedido_por", "confirmado_por", "creado_en", "origen"]
    list_filter = ["operacion", "estado", "origen", "rol"]
    list_select_related = ["afectado", "pedido_por", "confirmado_por"]
    search_fields = ["afectado__nombre", "afectado__email", "motivo", "acto"]


def _rotulado(filtro: type[admin.FieldListFilter], titulo: str) -> type[admin.FieldListFilter]:
    """El mismo filtro con su título en español: la biblioteca de la bitácora trae los suyos en inglés."""

    class Rotulado(filtro):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.title = titulo

    return Rotulado


class _PorVerbo(admin.AllValuesFieldListFilter):
    """Los cambios de campo no llevan verbo: su opción necesita un texto."""

    def choices(self, changelist):
        for opcion in super().choices(changelist):
            yield {**opcion, "display": opcion["display"] or "(cambios de campo)"}


@admin.register(Suceso)
class SucesoAdmin(MipgAdmin):
    list_display = ["cuando", "quien", "que_hizo", "tipo", "nombre", "origen"]
    list_display_links = ["cuando"]
    list_filter = [
        ("timestamp", _rotulado(admin.DateFieldListFilter, "fecha")),
        ("verbo", _PorVerbo),
        ("content_type", admin.RelatedOnlyFieldListFilter),
        ("actor", admin.RelatedOnlyFieldListFilter),
        "origen",
    ]
    list_select_related = ["content_type", "actor"]
    date_hierarchy = "timestamp"
    search_fields = ["object_repr", "nota", "actor__nombre", "actor__email", "cid"]
    search_help_text = "Busca en el registro, la nota, quién lo hizo y el número de petición."
    busquedas = ("cid", "object_pk", "action")
    fields = ["cuando", "quien", "que_hizo", "registro", "cambios", "nota", "encargo", "origen", "direccion", "numero"]
    readonly_fields = ["cuando", "quien", "que_hizo", "registro", "cambios", "encargo", "direccion", "numero"]

    @admin.display(description="tipo", ordering="content_type")
    def tipo(self, suceso):
        return str(suceso.content_type.name).capitalize()

    @admin.display(description="registro", ordering="object_repr")
    def nombre(self, suceso):
        return suceso.object_repr

    @admin.display(description="dirección IP")
    def direccion(self, suceso):
        return suceso.remote_addr or RAYA

    @admin.display(description="número de petición")
    def numero(self, suceso):
        return suceso.cid or RAYA

    @admin.display(description="cuándo", ordering="timestamp")
    def cuando(self, suceso):
        return fecha_hora(suceso.timestamp)

    @admin.display(description="quién", ordering="actor")
    def quien(self, suceso):
        return suceso.actor or "El sistema"

    @admin.display(description="qué hizo", ordering="verbo")
    def que_hizo(self, suceso):
        return que_hizo(suceso).capitalize()

    @admin.display(description="registro")
    def registro(self, suceso):
        tipo = suceso.content_type
        try:
            direccion = reverse(f"admin:{tipo.app_label}_{tipo.model}_change", args=[suceso.object_pk])
        except NoReverseMatch:
            return f"{tipo.name}: {suceso.object_repr}"
        return format_html('{}: <a href="{}">{}</a>', str(tipo.name).capitalize(), direccion, suceso.object_repr)

    @admin.display(description="antes y después")
    def cambios(self, suceso):
        filas = cambios_de(suceso, nombres_de([suceso]))
        if not filas:
            return RAYA
        cuerpo = format_html_join(
            "",
            '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
            ((campo, antes or RAYA, despues or RAYA) for campo, antes, despues in filas),
        )
        return format_html(
            '<table><thead><tr><th scope="col">Campo</th><th scope="col">Antes</th><th scope="col">Después</th></tr>'
            "</thead><tbody>{}</tbody></table>",
            cuerpo,
        )

    @admin.display(description="en encargo de")
    def encargo(self, suceso):
        return ", ".join((suceso.additional_data or {}).get("en_encargo_de", [])) or RAYA
