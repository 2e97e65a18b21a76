from django.db import migrations

import mipg.enlaces


class Migration(migrations.Migration):
    dependencies = [("expediente", "0006_lo_leido_al_final")]

    operations = [
        migrations.AlterField(
            model_name="documento",
            name="url",
            field=mipg.enlaces.CampoEnlace(blank=True, max_length=500, verbose_name="dirección"),
        ),
    ]
