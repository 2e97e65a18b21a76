"""URLs del sistema."""

urlpatterns = []
