from django.core.validators import RegexValidator
from django.db import migrations, models

from mipg.usuarios.reglas.nombres import DE_OTRO_ALFABETO, SOLO_LATINAS


class Migration(migrations.Migration):

    dependencies = [("usuarios", "0007_cambio_con_rol_y_tipo_validos")]

    operations = [
        migrations.AlterField(
            model_name="usuario",
            name="nombre",
            field=models.CharField(
                max_length=150,
                validators=[RegexValidator(DE_OTRO_ALFABETO, SOLO_LATINAS, "otro_alfabeto", inverse_match=True)],
                verbose_name="nombre completo",
            ),
        ),
    ]
