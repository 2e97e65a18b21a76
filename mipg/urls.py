"""URLs del sistema. Sin sesión no hay página: `LoginRequiredMiddleware` exige ingreso salvo donde se diga."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("mipg.portal.urls")),
    path("admin/", admin.site.urls),
    path("cuenta/", include("allauth.account.urls")),
    path("personas/", include("mipg.usuarios.urls")),
    path("expediente/", include("mipg.expediente.urls")),
    path("politicas/", include("politicas.urls")),
    path("planes/", include("planes.urls")),
    path("seguimiento/", include("seguimiento.urls")),
]
