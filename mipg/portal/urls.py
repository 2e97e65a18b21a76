"""URLs de portal."""

from django.urls import path

from mipg.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.inicio, name="inicio"),
    path("pendientes/", views.pendientes, name="pendientes"),
]
