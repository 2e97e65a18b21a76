"""URLs de portal."""

from django.urls import path

from mipg.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.inicio, name="inicio"),
    path("pendientes/", views.pendientes, name="pendientes"),
    path("avisos/ensayo/", views.aviso_ensayo, name="aviso_ensayo"),
    path("personas/importar/", views.personas_importar, name="personas_importar"),
    path("personas/importar/plantilla/", views.personas_plantilla, name="personas_plantilla"),
    path("personas/importar/<int:pk>/", views.personas_importacion, name="personas_importacion"),
    path("personas/importar/<int:pk>/descartar/", views.personas_descartar, name="personas_descartar"),
    path("personas/<int:pk>/invitar/", views.persona_invitar, name="persona_invitar"),
    path("salud/", views.salud, name="salud"),
    path("salud/lista/", views.salud_lista, name="salud_lista"),
    path("desarrollo/galeria/", views.galeria, name="galeria"),
    path("desarrollo/correos/", views.correo_lista, name="correo_lista"),
    path("desarrollo/correos/<int:pk>/", views.correo_detalle, name="correo_detalle"),
]
