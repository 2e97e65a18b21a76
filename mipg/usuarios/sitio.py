"""El admin: la misma puerta de ingreso que el portal, en español, para catálogos e inspección."""

from functools import wraps

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect

from mipg.etiquetas import RAYA

_METODOS = ["GET", "HEAD", "POST"]
# En el orden en que se usan para inspeccionar; la clave es la etiqueta de la app.
EXPLICACIONES = {
    "seguimiento": "Los cortes, lo que cada dependencia reportó y las cifras congeladas. Se deciden en el portal.",
    "furag": "Las mediciones, sus resultados y recomendaciones y las acciones de mejora. Se deciden en el portal.",
    "planes": "Los planes con sus actividades, versiones aprobadas y observaciones. Se formulan en el portal.",
    "politicas": "El catálogo del modelo, quién responde por cada política, las estrategias y la vigencia.",
    "usuarios": "Las dependencias con sus alias, las personas y sus asignaciones de rol.",
    "expediente": "Documentos con sus versiones y huellas, dónde se usan, informes emitidos e importaciones.",
    "avisos": "Lo que salió y lo que no salió por correo, y los días no hábiles locales.",
    "bitacora": "Todo lo que ha pasado: quién, cuándo, desde dónde, y el antes y el después.",
}


class Sitio(AdminSite):
    """Sitio de administración. Quien entra al portal pero no puede entrar aquí recibe 403, no otro formulario."""

    site_header = "Administración"
    site_title = "Administración · MIPG"
    index_title = "Catálogos e inspección"
    empty_value_display = RAYA
    enable_nav_sidebar = False

    def get_app_list(self, request, app_label=None):
        """Las apps en el orden en que se inspecciona, cada una con qué hay en ella."""
        lista = super().get_app_list(request, app_label)
        orden = list(EXPLICACIONES)
        for app in lista:
            app["explicacion"] = EXPLICACIONES.get(app["app_label"], "")
        return sorted(lista, key=lambda app: orden.index(app["app_label"]) if app["app_label"] in orden else len(orden))

    def app_index(self, request, app_label, extra_context=None):
        """El título de una app es su nombre, no «Administración de…»."""
        nombre = apps.get_app_config(app_label).verbose_name if app_label in apps.app_configs else app_label
        return super().app_index(request, app_label, {"title": nombre, **(extra_context or {})})

    def admin_view(self, view, cacheable=False):
        """Con sesión y sin permiso, 403 de una vez; y sólo los métodos que el admin usa."""
        interna = super().admin_view(view, cacheable)

        @wraps(interna)
        def envuelta(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if request.method not in _METODOS:
                return HttpResponseNotAllowed(_METODOS)
            return interna(request, *args, **kwargs)

        return envuelta

    def login(self, request, extra_context=None):
        """Lleva al ingreso del portal; no hay un segundo formulario que proteger."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path), "account_login")

    def password_change(self, request, extra_context=None):
        """La contraseña se cambia en un solo lugar, con sus límites de intentos."""
        return redirect("account_change_password")
