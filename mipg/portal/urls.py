"""URLs de portal."""

app_name = "portal"
urlpatterns = []
