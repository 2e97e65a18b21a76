from django.conf import settings
from django.db import migrations, models

SIN_DESTINO = "Nació sin destinatario: no le llegó a nadie, aunque se dio por enviado."


def dar_por_fallidos(apps, esquema):
    """Los que se dieron por enviados a nadie dicen lo que pasó."""
    mensajes = apps.get_model("avisos", "Mensaje").objects.using(esquema.connection.alias)
    mensajes.filter(destino="").exclude(estado__in=["FALLIDO", "ANULADO"]).update(
        estado="FALLIDO", enviado_en=None, error=SIN_DESTINO
    )


class Migration(migrations.Migration):
    dependencies = [
        ("avisos", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(dar_por_fallidos, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="mensaje",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("destino", ""), _negated=True), ("estado__in", ["FALLIDO", "ANULADO"]), _connector="OR"
                ),
                name="avisos_mensaje_con_destino",
                violation_error_message="Un mensaje lleva a quién se le escribe.",
            ),
        ),
    ]
