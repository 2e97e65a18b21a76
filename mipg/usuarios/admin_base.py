"""Base de todo el admin: ver según el rol, escribir sólo catálogos, historial de la bitácora."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse

from mipg.bitacora.models import Suceso

_BUSQUEDAS_PELIGROSAS = ("regex", "iregex")


class MipgAdmin(admin.ModelAdmin):
    """Admin de inspección. Con `catalogo = True` quien tiene permiso también crea y edita; nadie borra.

    Los estados y los flujos viven en el portal: aquí se ven.
    """

    catalogo = False
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_add_permission(self, request):
        return self.catalogo and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.catalogo and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request=None):
        """Sin expresiones regulares en la URL: una mal escrita es un error 500 en la base de datos."""
        return lookup.rpartition("__")[2] not in _BUSQUEDAS_PELIGROSAS and super().lookup_allowed(
            lookup, value, request
        )

    def history_view(self, request, object_id, extra_context=None):
        """Historial de la única bitácora: sucesos y cambios, lo último primero."""
        objeto = self.get_object(request, object_id)
        if objeto is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, objeto):
            raise PermissionDenied
        return TemplateResponse(
            request,
            "admin/object_history.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Historial de {objeto}",
                "object": objeto,
                "opts": self.opts,
                "sucesos": Suceso.objects.de(objeto)[:500],
                **(extra_context or {}),
            },
        )

    def log_addition(self, request, obj, message):
        """El cambio ya queda en la bitácora: no hay un segundo registro."""

    def log_change(self, request, obj, message):
        """El cambio ya queda en la bitácora: no hay un segundo registro."""
