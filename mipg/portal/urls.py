"""URLs de portal."""

from django.urls import path

from mipg.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.micrositio, name="micrositio"),
    path("micrositio/que-es-mipg/", views.que_es_mipg, name="que_es_mipg"),
    path("micrositio/marco-normativo/", views.marco_normativo, name="marco_normativo"),
    path("micrositio/actores/", views.actores, name="actores"),
    path("micrositio/dimensiones/<int:orden>/", views.dimension_publica, name="dimension_publica"),
    path("micrositio/politicas/<int:numero>/", views.politica_publica, name="politica_publica"),
    path("micrositio/planes/", views.plan_publico_lista, name="plan_publico_lista"),
    path("micrositio/planes/<int:pk>/", views.plan_publico, name="plan_publico"),
    path("micrositio/planes/<int:pk>/descargar/", views.plan_publico_descargar, name="plan_publico_descargar"),
    path("micrositio/verificacion/", views.verificacion, name="verificacion"),
    path("micrositio/accesibilidad/", views.accesibilidad, name="accesibilidad"),
    path("micrositio/privacidad/", views.privacidad, name="privacidad"),
    path("micrositio/mapa-del-sitio/", views.mapa_sitio, name="mapa_sitio"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("inicio/", views.inicio, name="inicio"),
    path("pendientes/", views.pendientes, name="pendientes"),
    path("cuenta/", views.cuenta_detalle, name="cuenta_detalle"),
    path("cuenta/sesiones/cerrar/", views.sesiones_cerrar, name="sesiones_cerrar"),
    path("recuperar/", views.recuperar, name="recuperar"),
    path("buscar/", views.busqueda, name="busqueda"),
    path("ayuda/", views.ayuda, name="ayuda"),
    path("ayuda/<str:rol>/", views.guia, name="guia"),
    path("avisos/ensayo/", views.aviso_ensayo, name="aviso_ensayo"),
    path("dependencias/importar/", views.dependencias_importar, name="dependencias_importar"),
    path("dependencias/importar/<int:pk>/", views.dependencias_importacion, name="dependencias_importacion"),
    path("personas/importar/", views.personas_importar, name="personas_importar"),
    path("personas/importar/plantilla/", views.personas_plantilla, name="personas_plantilla"),
    path("personas/importar/<int:pk>/", views.personas_importacion, name="personas_importacion"),
    path("personas/<int:pk>/invitar/", views.persona_invitar, name="persona_invitar"),
    path("cuenta/segundo-factor/", views.segundo_factor, name="segundo_factor"),
    path("cuenta/segundo-factor/aplicacion/", views.factor_aplicacion, name="factor_aplicacion"),
    path("cuenta/segundo-factor/llave/", views.factor_llave, name="factor_llave"),
    path("cuenta/segundo-factor/codigos/", views.factor_codigos, name="factor_codigos"),
    path("cuenta/segundo-factor/<int:pk>/quitar/", views.factor_quitar, name="factor_quitar"),
    path("salud/", views.salud, name="salud"),
    path("salud/lista/", views.salud_lista, name="salud_lista"),
    path("desarrollo/galeria/", views.galeria, name="galeria"),
    path("desarrollo/correos/", views.correo_lista, name="correo_lista"),
    path("desarrollo/correos/<int:pk>/", views.correo_detalle, name="correo_detalle"),
]
