"""URLs de planes."""

from django.urls import path

from planes import views

app_name = "planes"

urlpatterns = [
    path("", views.plan_lista, name="plan_lista"),
    path("exportar/", views.plan_lista_exportar, name="plan_lista_exportar"),
    path("crear/", views.plan_crear, name="plan_crear"),
    path("crear-todos/", views.plan_crear_todos, name="plan_crear_todos"),
    path("plantilla/", views.plantilla_descargar, name="plantilla_descargar"),
    path("<int:pk>/", views.plan_detalle, name="plan_detalle"),
    path("<int:pk>/editar/", views.plan_editar, name="plan_editar"),
    path("<int:pk>/desistir/", views.plan_desistir, name="plan_desistir"),
    path("<int:pk>/retirar/", views.plan_retirar, name="plan_retirar"),
    path("<int:pk>/cerrar/", views.plan_cerrar, name="plan_cerrar"),
    path("<int:pk>/trasladar/", views.plan_trasladar, name="plan_trasladar"),
    path("<int:pk>/eliminar/", views.plan_eliminar, name="plan_eliminar"),
    path("<int:pk>/enviar/", views.plan_enviar, name="plan_enviar"),
    path("<int:pk>/recuperar/", views.plan_recuperar, name="plan_recuperar"),
    path("<int:pk>/devolver/", views.plan_devolver, name="plan_devolver"),
    path("<int:pk>/aprobar/", views.plan_aprobar, name="plan_aprobar"),
    path("<int:pk>/acto/completar/", views.plan_acto_completar, name="plan_acto_completar"),
    path("<int:pk>/publicar/", views.plan_publicar, name="plan_publicar"),
    path("<int:pk>/versiones/comparar/", views.version_comparar, name="version_comparar"),
    path("<int:pk>/versiones/<int:numero>/", views.version_detalle, name="version_detalle"),
    path("<int:pk>/versiones/<int:numero>/acto/corregir/", views.plan_acto_corregir, name="plan_acto_corregir"),
    path("<int:pk>/exportar/", views.plan_exportar, name="plan_exportar"),
    path("<int:pk>/importar/", views.plan_importar, name="plan_importar"),
    path("<int:pk>/pegar/", views.plan_pegar, name="plan_pegar"),
    path("<int:pk>/actividades/crear/", views.actividad_crear, name="actividad_crear"),
    path("actividades/<int:pk>/editar/", views.actividad_editar, name="actividad_editar"),
    path("actividades/<int:pk>/eliminar/", views.actividad_eliminar, name="actividad_eliminar"),
    path("actividades/<int:pk>/enlace/", views.actividad_enlace_asignar, name="actividad_enlace_asignar"),
    path("actividades/<int:pk>/corregir/", views.actividad_corregir, name="actividad_corregir"),
    path("actividades/<int:pk>/prorroga/", views.prorroga_pedir, name="prorroga_pedir"),
    path("prorrogas/", views.prorroga_lista, name="prorroga_lista"),
    path("prorrogas/<int:pk>/decidir/", views.prorroga_decidir, name="prorroga_decidir"),
    path("prorrogas/<int:pk>/desistir/", views.prorroga_desistir, name="prorroga_desistir"),
    path("importaciones/<int:pk>/", views.importacion_detalle, name="importacion_detalle"),
    path("importaciones/<int:pk>/confirmar/", views.importacion_confirmar, name="importacion_confirmar"),
    path("importaciones/<int:pk>/descartar/", views.importacion_descartar, name="importacion_descartar"),
    path("importaciones/<int:pk>/deshacer/", views.importacion_deshacer, name="importacion_deshacer"),
]
