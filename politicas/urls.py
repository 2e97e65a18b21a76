"""URLs del catálogo."""

from django.urls import path

from politicas import views

app_name = "politicas"

urlpatterns = [
    path("", views.politica_lista, name="politica_lista"),
    path("<int:pk>/", views.politica_detalle, name="politica_detalle"),
    path("fases/<int:anio>/<int:pk>/terminar/", views.fase_terminar, name="fase_terminar"),
    path("fases/<int:anio>/<int:pk>/reabrir/", views.fase_reabrir, name="fase_reabrir"),
    path("fuentes/", views.fuente_lista, name="fuente_lista"),
    path("fuentes/<int:pk>/", views.fuente_detalle, name="fuente_detalle"),
    path("fuentes/<int:pk>/retirar/", views.fuente_retirar, name="fuente_retirar"),
    path("enlaces/", views.enlace_lista, name="enlace_lista"),
    path("enlaces/designar/", views.enlace_designar, name="enlace_designar"),
    path("enlaces/<int:pk>/terminar/", views.enlace_terminar, name="enlace_terminar"),
    path("enlaces/<int:pk>/retirar/", views.enlace_retirar, name="enlace_retirar"),
    path("contradicciones/", views.contradiccion_lista, name="contradiccion_lista"),
    path("contradicciones/<slug:clave>/decidir/", views.contradiccion_decidir, name="contradiccion_decidir"),
    path("decisiones/<int:pk>/revocar/", views.decision_revocar, name="decision_revocar"),
    path("jornadas/", views.jornada_lista, name="jornada_lista"),
    path("jornadas/crear/", views.jornada_crear, name="jornada_crear"),
    path("jornadas/<int:pk>/", views.jornada_detalle, name="jornada_detalle"),
    path("jornadas/<int:pk>/editar/", views.jornada_editar, name="jornada_editar"),
    path("jornadas/<int:pk>/realizar/", views.jornada_realizar, name="jornada_realizar"),
    path("jornadas/<int:pk>/anular/", views.jornada_anular, name="jornada_anular"),
    path("jornadas/<int:pk>/reabrir/", views.jornada_reabrir, name="jornada_reabrir"),
    path("jornadas/<int:pk>/material/adjuntar/", views.material_adjuntar, name="material_adjuntar"),
    path("jornadas/material/<int:pk>/retirar/", views.material_retirar, name="material_retirar"),
]
