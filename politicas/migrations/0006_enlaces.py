"""El enlace de una norma es `http` o `https`, también en la base; el que no lo era no se abría y se vacía."""

from django.db import migrations, models

import mipg.enlaces


def vaciar_los_que_no_se_abren(apps, schema_editor):
    normas = apps.get_model("politicas", "Norma").objects
    normas.exclude(url__startswith="http://").exclude(url__startswith="https://").update(url="")


class Migration(migrations.Migration):
    dependencies = [("politicas", "0005_mensajes_de_unicidad")]

    operations = [
        migrations.RunPython(vaciar_los_que_no_se_abren, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="norma",
            name="url",
            field=mipg.enlaces.CampoEnlace(blank=True, max_length=500, verbose_name="enlace oficial"),
        ),
        migrations.AddConstraint(
            model_name="norma",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("url", ""), ("url__startswith", "http://"), ("url__startswith", "https://"), _connector="OR"
                ),
                name="politicas_norma_url_es_enlace",
                violation_error_message="La dirección debe empezar por http:// o https://.",
            ),
        ),
    ]
