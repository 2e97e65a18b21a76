"""URLs de expediente."""

from django.urls import path

from mipg.expediente import views

app_name = "expediente"
urlpatterns = [
    path("documentos/<int:pk>/", views.documento_detalle, name="documento_detalle"),
    path("documentos/<int:pk>/descargar/", views.documento_descargar, name="documento_descargar"),
    path("informes/", views.emision_lista, name="emision_lista"),
    path("informes/<int:pk>/", views.emision_detalle, name="emision_detalle"),
    path("informes/<int:pk>/descargar/", views.emision_descargar, name="emision_descargar"),
]
