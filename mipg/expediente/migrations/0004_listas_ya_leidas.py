"""Las listas (personas, dependencias) se leen cada vez que se miran: ninguna espera turno."""

from django.db import migrations


def _ya_leidas(apps, _esquema):
    importaciones = apps.get_model("expediente", "Importacion").objects
    importaciones.filter(destino__startswith="usuarios.", lectura="PEDIDA").update(lectura="LISTA")


class Migration(migrations.Migration):
    dependencies = [("expediente", "0003_columna_recordada")]
    operations = [migrations.RunPython(_ya_leidas, migrations.RunPython.noop)]
