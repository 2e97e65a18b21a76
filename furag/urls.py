"""URLs de la medición y del mejoramiento."""

from django.urls import path

from furag import views

app_name = "furag"

_recomendaciones = [
    path("recomendaciones/", views.recomendacion_lista, name="recomendacion_lista"),
    path("recomendaciones/exportar/", views.recomendacion_exportar, name="recomendacion_exportar"),
    path("recomendaciones/decidir/", views.recomendacion_decidir, name="recomendacion_decidir"),
    path("recomendaciones/importar/", views.recomendacion_importar, name="recomendacion_importar"),
    path("recomendaciones/<int:pk>/", views.recomendacion_detalle, name="recomendacion_detalle"),
    path("entregas/<int:pk>/", views.entrega_detalle, name="entrega_detalle"),
    path("entregas/<int:pk>/contestar/", views.entrega_contestar, name="entrega_contestar"),
    path("entregas/<int:pk>/confirmar/", views.entrega_confirmar, name="entrega_confirmar"),
    path("entregas/<int:pk>/descartar/", views.entrega_descartar, name="entrega_descartar"),
    path("mejoras/crear/", views.mejora_crear, name="mejora_crear"),
    path("mejoras/<int:pk>/", views.mejora_detalle, name="mejora_detalle"),
    path("mejoras/<int:pk>/editar/", views.mejora_editar, name="mejora_editar"),
    path("mejoras/<int:pk>/verificar/", views.mejora_verificar, name="mejora_verificar"),
    path("mejoras/<int:pk>/conceptuar/", views.mejora_conceptuar, name="mejora_conceptuar"),
    path("mejoras/<int:pk>/continuar/", views.mejora_continuar, name="mejora_continuar"),
    path("actividades/<int:pk>/completar/", views.mejora_completar, name="mejora_completar"),
    path("planes/<int:pk>/mejoras/", views.mejora_lista, name="mejora_lista"),
    path("planes/<int:pk>/ligar/", views.mejora_ligar, name="mejora_ligar"),
    path("planes/<int:pk>/suscribir/", views.plan_suscribir, name="plan_suscribir"),
    path("suscripciones/<int:pk>/anular/", views.suscripcion_anular, name="suscripcion_anular"),
    path("verificaciones/<int:pk>/anular/", views.verificacion_anular, name="verificacion_anular"),
    path("conceptos/<int:pk>/anular/", views.concepto_anular, name="concepto_anular"),
]

_resultados = [
    path("mediciones/<int:anio>/resultados/exportar/", views.resultado_exportar, name="resultado_exportar"),
    path("mediciones/<int:anio>/resultados/<str:codigo>/", views.resultado_detalle, name="resultado_detalle"),
    path("mediciones/<int:anio>/resultados/<str:codigo>/grupo/", views.resultado_grupo, name="resultado_grupo"),
    path("cargas/<int:pk>/descargar/", views.carga_descargar, name="carga_descargar"),
]

# Antes que los resultados: «importar» no es el código de ninguno.
_mediciones = [
    path("mediciones/", views.medicion_lista, name="medicion_lista"),
    path("mediciones/crear/", views.medicion_crear, name="medicion_crear"),
    path("mediciones/<int:anio>/", views.medicion_detalle, name="medicion_detalle"),
    path("mediciones/<int:anio>/editar/", views.medicion_editar, name="medicion_editar"),
    path("mediciones/<int:anio>/resultados/importar/", views.resultado_importar, name="resultado_importar"),
    path("mediciones/<int:anio>/diccionario/importar/", views.diccionario_importar, name="diccionario_importar"),
    path("importaciones/<int:pk>/", views.importacion_detalle, name="importacion_detalle"),
    path("importaciones/<int:pk>/descartar/", views.importacion_descartar, name="importacion_descartar"),
    path("importaciones/<int:pk>/diccionario/confirmar/", views.diccionario_confirmar, name="diccionario_confirmar"),
    path("cargas/<int:pk>/confirmar/", views.carga_confirmar, name="carga_confirmar"),
]

urlpatterns = [*_recomendaciones, *_mediciones, *_resultados]
