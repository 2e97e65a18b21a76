"""El admin: la misma puerta de ingreso que el portal, en español, para catálogos e inspección."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied


class Sitio(AdminSite):
    """Sitio de administración. Quien entra al portal pero no puede entrar aquí recibe 403, no otro formulario."""

    site_header = "MIPG · Catálogos e inspección"
    site_title = "MIPG"
    index_title = "Catálogos e inspección"
    enable_nav_sidebar = False

    def login(self, request, extra_context=None):
        """Lleva al ingreso del portal; no hay un segundo formulario que proteger."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path), "account_login")
