"""El admin: la misma puerta de ingreso que el portal, en español, para catálogos e inspección."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect

_METODOS = ["GET", "HEAD", "POST"]


class Sitio(AdminSite):
    """Sitio de administración. Quien entra al portal pero no puede entrar aquí recibe 403, no otro formulario."""

    site_header = "MIPG · Catálogos e inspección"
    site_title = "MIPG"
    index_title = "Catálogos e inspección"
    site_url = "/"
    enable_nav_sidebar = False

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
