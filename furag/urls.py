"""URLs de la medición y del mejoramiento."""

app_name = "furag"

urlpatterns = []
