"""URLs del sistema."""

from django.urls import path

urlpatterns = []
