"""Pone al final de la fila lo que crece con el archivo: SQLite lo recorre para llegar a las columnas de después.

Lo guardado se vuelve a leer del archivo, como tras cualquier cambio del lector.
"""

from django.db import migrations, models

_LARGAS = {"analisis": "lo que se entendió", "paginas": "la diferencia, por páginas", "lo_leido": "todo lo leído"}


class Migration(migrations.Migration):
    dependencies = [("expediente", "0005_lectura_con_su_rotulo")]
    operations = [
        *(migrations.RemoveField("importacion", nombre) for nombre in _LARGAS),
        *(
            migrations.AddField(
                "importacion",
                nombre,
                models.JSONField(blank=True, editable=False, null=True, verbose_name=titulo),
            )
            for nombre, titulo in _LARGAS.items()
        ),
    ]
