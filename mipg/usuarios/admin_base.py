"""Base de todo el admin: ver según el rol, escribir sólo catálogos, historial de la bitácora."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import EmptyResultSet, PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from import_export.resources import ModelResource, modelresource_factory

from mipg import hojas
from mipg.bitacora.models import Suceso
from mipg.descargas import descarga
from mipg.etiquetas import RAYA, cantidad, fecha, fecha_hora
from mipg.formularios import FechaInput
from mipg.usuarios.forms import SobreLoLeido
from mipg.usuarios.historia import eventos
from mipg.usuarios.roles import Permiso

SUCESOS_EN_EL_HISTORIAL = 500
_SEGUROS = ("GET", "HEAD", "OPTIONS")
# Las comparaciones que arman los filtros del admin; ni expresiones regulares ni «empieza por».
_COMPARACIONES = frozenset({"exact", "in", "isnull", "gt", "gte", "lt", "lte", "year", "month", "day"})
_CLAVES = frozenset({"id", "pk"})
# Más no caben con holgura en la memoria ni en el tiempo de una petición.
FILAS_POR_EXPORTE = 50_000


class Recurso(ModelResource):
    """Exporta lo que se lee en pantalla: el nombre de lo relacionado, la etiqueta de las opciones, la hora local."""

    def export_field(self, field, instance, **kwargs):
        """El valor de un campo, de un tipo que entiende `mipg.hojas`."""
        campo = self._meta.model._meta.get_field(field.attribute)
        if campo.flatchoices:
            return str(getattr(instance, f"get_{campo.name}_display")())
        valor = getattr(instance, campo.name)
        if isinstance(valor, datetime):
            return timezone.localtime(valor)
        if isinstance(valor, models.Model):
            return str(valor)
        return valor if valor is None or isinstance(valor, hojas.Valor) else str(valor)


class SoloCatalogo:
    """Permisos comunes: ve quien ve todo; escribe quien puede y sólo si es catálogo; nadie borra.

    La administración técnica entra sin ver planes ni reportes: además de los catálogos sólo ve lo que es su oficio
    (`tecnico`: personas y correo).

    Sin guiones: los del admin de Django traen jQuery (280 kB) para abrir ventanas y añadir filas sin recargar.
    """

    catalogo = False
    tecnico = False
    media = forms.Media()

    def has_view_permission(self, request, obj=None):
        persona = request.user
        return persona.is_staff and (self.catalogo or self.tecnico or persona.vigente.puede(Permiso.TODO_VER))

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.catalogo and request.user.is_staff and request.user.vigente.puede(Permiso.CATALOGO_EDITAR)

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """El campo, sin los botones que abren en otra ventana lo relacionado: cada catálogo tiene su página."""
        campo = super().formfield_for_dbfield(db_field, request, **kwargs)
        if campo and isinstance(campo.widget, RelatedFieldWidgetWrapper):
            campo.widget = campo.widget.widget
        return campo


def si_no(valor: bool | None) -> str:
    """«Sí», «No» o una raya: un ícono no lo lee quien no lo ve."""
    return RAYA if valor is None else "Sí" if valor else "No"


# Cómo se escribe cada clase de campo; la primera que coincide (una fecha con hora también es una fecha).
_FORMATOS: tuple[tuple[type[models.Field], Callable[[object], str]], ...] = (
    (models.BooleanField, si_no),
    (models.DateTimeField, fecha_hora),
    (models.DateField, fecha),
    (models.DecimalField, cantidad),
)


class ConFormatos:
    """Fechas, números y síes como en el portal: `31/01/2025`, `1.234,5`; el admin trae los suyos («3,0000»)."""

    @cached_property
    def _legibles(self) -> dict[str, Callable]:
        return {
            campo.name: _columna(campo, formato)
            for campo in self.model._meta.concrete_fields
            if (formato := next((f for clase, f in _FORMATOS if isinstance(campo, clase)), None))
        }

    def legibles(self, nombres: Iterable) -> list:
        """Los mismos campos, cada uno escrito a nuestro modo si tiene uno."""
        return [self._legibles.get(nombre, nombre) if isinstance(nombre, str) else nombre for nombre in nombres]


def _columna(campo: models.Field, formato: Callable[[object], str]) -> Callable:
    def valor(obj):
        return formato(getattr(obj, campo.name))

    valor.__name__ = campo.name
    valor.short_description = campo.verbose_name
    valor.admin_order_field = campo.name
    return valor


class Lista(ChangeList):
    """La lista del admin: un valor de la URL que no sirve se descubre antes de pintarla, no con un error 500."""

    def get_queryset(self, request, exclude_parameters=None):
        """Las filas filtradas. Lanza `IncorrectLookupParameters` si un valor no sirve («año 0»)."""
        try:
            filas = super().get_queryset(request, exclude_parameters)
            filas.query.get_compiler(filas.db).as_sql()
        except EmptyResultSet:
            return filas
        except (ValueError, TypeError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error
        return filas


class MipgAdmin(ConFormatos, SoloCatalogo, admin.ModelAdmin):
    """Admin de inspección. Con `catalogo = True` quien tiene permiso también crea y edita; nadie borra.

    Los estados y los flujos viven en el portal: aquí se ven. `ver_en` nombra la URL del portal donde vive el
    registro y, si no es su clave primaria, qué atributo la lleva; `ver_exige`, el permiso sin el que esa página no se
    abre. `busquedas` son los campos que la URL puede filtrar además de `list_filter`.
    """

    form = SobreLoLeido
    ver_en: str | tuple[str, str] = ""
    ver_exige: Permiso | None = Permiso.TODO_VER
    busquedas: tuple[str, ...] = ()
    formfield_overrides = {
        models.DateField: {"widget": FechaInput},
        models.URLField: {"assume_scheme": "https"},
    }
    list_per_page = 30
    list_max_show_all = 200
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request):
        return request.user.is_staff

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        if self.search_fields and not self.search_help_text:
            self.search_help_text = f"Busca en {en_lista(rotulos_de(model, self.search_fields))}."

    def _columnas(self, request) -> list:
        """Las de la lista y, si el registro tiene página en el portal que la persona abre, su enlace."""
        columnas = [*super().get_list_display(request)]
        return [*columnas, "en_el_portal"] if self._se_ve_en_el_portal(request) else columnas

    def get_list_display(self, request):
        """Las columnas, con fechas y números como en el portal."""
        return self.legibles(self._columnas(request))

    def get_fields(self, request, obj=None):
        """Los campos; los que sólo se leen, con fechas y números como en el portal."""
        campos = super().get_fields(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            return self.legibles(campos)
        return campos

    def get_object(self, request, object_id, from_field=None):
        """El registro; al guardar, tomado: entre comparar lo que se leyó y escribir no cabe otra persona."""
        objeto = super().get_object(request, object_id, from_field)
        if objeto is None or request.method in _SEGUROS:
            return objeto
        return self.model._default_manager.select_for_update(of=("self",)).get(pk=objeto.pk)

    def _se_ve_en_el_portal(self, request) -> bool:
        return bool(self.ver_en) and (self.ver_exige is None or request.user.vigente.puede(self.ver_exige))

    @admin.display(description="en el portal")
    def en_el_portal(self, obj):
        """Enlace a la página del registro en el portal."""
        direccion = self.view_on_site(obj)
        return format_html('<a href="{}">Ver en el portal</a>', direccion) if direccion else RAYA

    def view_on_site(self, obj):
        """Dirección del registro en el portal; `None` si no tiene."""
        if not self.ver_en:
            return None
        nombre, atributo = (self.ver_en, "pk") if isinstance(self.ver_en, str) else self.ver_en
        valor = getattr(obj, atributo)
        return None if valor is None else reverse(nombre, args=[valor])

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """El título es el nombre del registro, no la orden «Seleccione…»; el portal, sólo a quien puede abrirlo."""
        context["title"] = f"Agregar {self.opts.verbose_name}" if add else capfirst(str(self.opts.verbose_name))
        respuesta = super().render_change_form(request, context, add, change, form_url, obj)
        respuesta.context_data["solo_lectura"] = not add and not respuesta.context_data["has_change_permission"]
        if obj is None or not self._se_ve_en_el_portal(request):
            respuesta.context_data["has_absolute_url"] = False
        return respuesta

    def get_changelist(self, request, **kwargs):
        """La lista que comprueba sus filtros."""
        return Lista

    def lookup_allowed(self, lookup, value, request=None):
        """Sólo lo que la página ofrece filtrar.

        Sin esta lista, `?campo__regex=(` es un error 500 y `?password__startswith=` un modo de adivinar.
        """
        partes = lookup.split("__")
        if partes[-1] in _COMPARACIONES:
            partes.pop()
        if partes and partes[-1] in _CLAVES:
            partes.pop()
        return not partes or "__".join(partes) in self._filtrables(request)

    def _filtrables(self, request) -> set[str]:
        filtros = (f[0] if isinstance(f, tuple | list) else f for f in self.get_list_filter(request))
        # Un filtro propio no es un campo: se pide por su parámetro.
        propios = {getattr(f, "parameter_name", f) for f in filtros}
        return {f for f in propios if isinstance(f, str)} | {self.date_hierarchy or "", *self.busquedas}

    def changelist_view(self, request, extra_context=None):
        """La lista no recibe escrituras: no hay acciones ni edición en línea."""
        if request.method not in _SEGUROS:
            raise PermissionDenied
        propio = {
            "title": capfirst(str(self.opts.verbose_name_plural)),
            "escribe": self.has_change_permission(request),
            "media": forms.Media(),
        }
        return super().changelist_view(request, {**propio, **(extra_context or {})})

    def get_search_fields(self, request):
        """Los campos donde se busca, sin mirar tildes ni mayúsculas, como en el portal."""
        return [f"{campo}__contiene" for campo in super().get_search_fields(request)]

    # --- Exportar ---

    def get_urls(self):
        """Añade `exportar/csv/` y `exportar/xlsx/` a las páginas del modelo."""
        nombre = f"{self.opts.app_label}_{self.opts.model_name}_exportar"
        vista = self.admin_site.admin_view(self.exportar_view)
        return [path("exportar/<str:formato>/", vista, name=nombre), *super().get_urls()]

    def campos_para_exportar(self, request) -> list[models.Field]:
        """Los campos del modelo que la lista o la ficha ya muestran: exportar no deja ver nada más."""
        visibles = {*self._columnas(request), *flatten(super().get_fields(request))}
        return [campo for campo in self.opts.concrete_fields if campo.name in visibles or campo.primary_key]

    def exportar_view(self, request, formato):
        """La lista, con sus mismos filtros y orden, en CSV o Excel."""
        if request.method not in _SEGUROS or not self.has_view_permission(request):
            raise PermissionDenied
        if formato not in hojas.TIPOS:
            raise Http404
        lista = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        try:
            filas = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(lista)
        if filas.count() > FILAS_POR_EXPORTE:
            messages.error(request, f"Son más de {FILAS_POR_EXPORTE:_} filas: filtre la lista.".replace("_", "."))
            return redirect(f"{reverse(lista)}?{request.GET.urlencode()}")
        campos = self.campos_para_exportar(request)
        nombres = [campo.name for campo in campos]
        recurso = modelresource_factory(self.model, Recurso, {"fields": nombres, "export_order": nombres})()
        relacionados = [campo.name for campo in campos if campo.is_relation]
        tabla = recurso.export(filas.select_related(*relacionados) if relacionados else filas)
        titulos = [capfirst(str(campo.verbose_name)) for campo in campos]
        hoja = hojas.Tabla(capfirst(str(self.opts.verbose_name_plural)), titulos, tabla)
        contenido = hojas.a_csv(hoja) if formato == "csv" else hojas.a_xlsx([hoja])
        return descarga(contenido, self.opts.model_name, formato)

    def history_view(self, request, object_id, extra_context=None):
        """Historial de la única bitácora: sucesos y cambios, lo último primero."""
        if request.method not in _SEGUROS:
            raise PermissionDenied
        objeto = self.get_object(request, object_id)
        if objeto is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, objeto):
            raise PermissionDenied
        sucesos = Suceso.objects.de(objeto).select_related("content_type")[:SUCESOS_EN_EL_HISTORIAL]
        return TemplateResponse(
            request,
            "admin/object_history.html",
            {
                **self.admin_site.each_context(request),
                "title": "Historial",
                "subtitle": str(objeto),
                "object": objeto,
                "opts": self.opts,
                "eventos": eventos(sucesos),
                "maximo": SUCESOS_EN_EL_HISTORIAL,
                **(extra_context or {}),
            },
        )

    def log_addition(self, request, obj, message):
        """El cambio ya queda en la bitácora: no hay un segundo registro."""

    def log_change(self, request, obj, message):
        """El cambio ya queda en la bitácora: no hay un segundo registro."""


def rotulos_de(modelo: type[models.Model], caminos: Iterable[str]) -> list[str]:
    """Cómo se llaman los campos de una búsqueda: `plan__nombre` es «plan», no «nombre»."""
    rotulos = []
    for camino in caminos:
        campo = modelo._meta.get_field(camino.partition("__")[0])
        propio = getattr(campo, "verbose_name", "") or campo.related_model._meta.verbose_name_plural
        rotulos.append(str(propio))
    return list(dict.fromkeys(rotulos))


def en_lista(cosas: list[str]) -> str:
    """«nombre, sigla y alias»; delante de i se escribe «e»."""
    *primeras, ultima = cosas
    if not primeras:
        return ultima
    conjuncion = "e" if ultima.lower().startswith(("i", "í", "hi")) else "y"
    return f"{', '.join(primeras)} {conjuncion} {ultima}"


class MipgInline(ConFormatos, SoloCatalogo, admin.TabularInline):
    """Filas de otro modelo dentro de un registro. Sólo se ven, salvo que sean catálogo."""

    form = SobreLoLeido
    extra = 0
    can_delete = False
    show_change_link = True
    template = "admin/edit_inline/filas.html"

    def get_fields(self, request, obj=None):
        """Los campos; si sólo se leen, con fechas y números como en el portal."""
        campos = super().get_fields(request, obj)
        return campos if self.has_change_permission(request, obj) else self.legibles(campos)

    def get_readonly_fields(self, request, obj=None):
        """Lo que se escribe a nuestro modo no es un campo del formulario: sólo se lee."""
        solo = list(super().get_readonly_fields(request, obj))
        return [*solo, *(c for c in self.get_fields(request, obj) if callable(c))]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """En la tabla el nombre del campo sólo está en el encabezado: los lectores de pantalla lo necesitan en él."""
        campo = super().formfield_for_dbfield(db_field, request, **kwargs)
        if campo:
            campo.widget.attrs.setdefault("aria-label", capfirst(campo.label))
        return campo


class ConArchivo:
    """Para modelos con un archivo: no tiene dirección pública, se descarga por el portal."""

    @admin.display(description="archivo")
    def descargar(self, obj):
        """Enlace a la descarga, que vuelve a comprobar quién puede ver el archivo."""
        direccion = self.direccion_de_descarga(obj)
        return format_html('<a href="{}">Descargar</a>', direccion) if direccion else RAYA

    def direccion_de_descarga(self, obj) -> str:
        """URL de la descarga; vacía si no hay."""
        return ""
