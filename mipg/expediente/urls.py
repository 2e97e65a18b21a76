"""URLs de expediente."""

app_name = "expediente"
urlpatterns = []
