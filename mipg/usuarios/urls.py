"""URLs de usuarios."""

app_name = "usuarios"
urlpatterns = []
