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
]

_resultados = [
    path("mediciones/<int:anio>/resultados/exportar/", views.resultado_exportar, name="resultado_exportar"),
    path("mediciones/<int:anio>/resultados/<str:codigo>/", views.resultado_detalle, name="resultado_detalle"),
    path("mediciones/<int:anio>/resultados/<str:codigo>/grupo/", views.resultado_grupo, name="resultado_grupo"),
    path("cargas/<int:pk>/descargar/", views.carga_descargar, name="carga_descargar"),
]

urlpatterns = [*_recomendaciones, *_resultados]
