"""El correo de una persona, en minúsculas y sólo con letras corrientes."""

import re

from django.core.validators import RegexValidator
from django.db import migrations, models
from django.db.models.functions import Lower

from mipg.usuarios.reglas.correos import CORRIENTE, CORRIENTE_ESCRITO, NO_ES_CORRIENTE


def _en_minusculas(apps, _):
    personas = apps.get_model("usuarios", "Usuario").objects
    personas.exclude(email=Lower("email")).update(email=Lower("email"))
    raros = [correo for correo in personas.values_list("email", flat=True) if not re.match(CORRIENTE, correo)]
    if raros:
        raise ValueError(f"Corrija antes estos correos, que no son corrientes: {', '.join(map(repr, raros))}.")


class Migration(migrations.Migration):

    dependencies = [("usuarios", "0004_cambio_de_cuenta")]

    operations = [
        migrations.RunPython(_en_minusculas, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="usuario",
            name="email",
            field=models.EmailField(
                max_length=254,
                validators=[RegexValidator(CORRIENTE_ESCRITO, NO_ES_CORRIENTE, "no_corriente")],
                verbose_name="correo",
            ),
        ),
        migrations.AddConstraint(
            model_name="usuario",
            constraint=models.CheckConstraint(
                condition=models.Q(("email__regex", CORRIENTE)),
                name="usuarios_usuario_correo_corriente",
                violation_error_message=NO_ES_CORRIENTE,
            ),
        ),
    ]
