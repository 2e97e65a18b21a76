"""URLs de seguimiento."""

app_name = "seguimiento"
urlpatterns = []
