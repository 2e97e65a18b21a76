from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("politicas", "0017_tipo_de_plan_por_anio")]

    operations = [
        migrations.AddField(
            model_name="responsabilidadpolitica",
            name="heredada",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="De su equivalente, al empezar un año con otra versión.",
                verbose_name="heredada",
            ),
        ),
        migrations.AddField(
            model_name="enlacepolitica",
            name="heredado",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="De su equivalente, al empezar un año con otra versión.",
                verbose_name="heredado",
            ),
        ),
    ]
