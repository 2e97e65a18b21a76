"""URLs de planes."""

app_name = "planes"
urlpatterns = []
