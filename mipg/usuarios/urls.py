"""URLs de usuarios."""

from django.urls import path

from mipg.usuarios import oidc, views
from mipg.usuarios.views import cambios

app_name = "usuarios"
urlpatterns = [
    path("", views.persona_lista, name="persona_lista"),
    path("crear/", views.persona_crear, name="persona_crear"),
    path("<int:pk>/", views.persona_detalle, name="persona_detalle"),
    path("<int:pk>/editar/", views.persona_editar, name="persona_editar"),
    path("<int:pk>/desactivar/", views.persona_desactivar, name="persona_desactivar"),
    path("<int:pk>/factor/reiniciar/", views.persona_factor_reiniciar, name="persona_factor_reiniciar"),
    path("<int:pk>/reactivar/", views.persona_reactivar, name="persona_reactivar"),
    path("<int:pk>/asignaciones/crear/", views.asignacion_crear, name="asignacion_crear"),
    path("asignaciones/<int:pk>/anular/", views.asignacion_anular, name="asignacion_anular"),
    path("cambios/", cambios.cambio_lista, name="cambio_lista"),
    path("cambios/confirmar/", cambios.cambios_confirmar, name="cambios_confirmar"),
    path("cambios/rechazar/", cambios.cambios_rechazar, name="cambios_rechazar"),
    path("cambios/<int:pk>/", cambios.cambio_detalle, name="cambio_detalle"),
    path("cambios/<int:pk>/confirmar/", cambios.cambio_confirmar, name="cambio_confirmar"),
    path("cambios/<int:pk>/rechazar/", cambios.cambio_rechazar, name="cambio_rechazar"),
    path("cambios/<int:pk>/desistir/", cambios.cambio_desistir, name="cambio_desistir"),
    path("cambios/detener/<str:testigo>/", cambios.cambio_detener, name="cambio_detener"),
    path("asignaciones/<int:pk>/terminar/", views.asignacion_terminar, name="asignacion_terminar"),
    path("oidc/", oidc.oidc_ir, name="oidc_ir"),
    path("oidc/vuelta/", oidc.oidc_vuelta, name="oidc_vuelta"),
]
