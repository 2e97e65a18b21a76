"""Una instancia no tiene dos sesiones a la misma hora; de las que hay, la que menos avanzó la corre un minuto."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import migrations, models

AVANCE = ["CERRADA", "EN_CURSO", "CONVOCADA"]


def separar(apps, _):
    """No se cancela ninguna: cuál sobra lo dice quien lleva las sesiones, que ahora ve las dos."""
    Sesion = apps.get_model("planes", "Sesion")
    ocupadas = set()
    vivas = Sesion.objects.exclude(estado="CANCELADA").only("instancia", "fecha", "hora", "estado")
    for sesion in sorted(vivas, key=lambda sesion: (AVANCE.index(sesion.estado), sesion.pk)):
        hora = sesion.hora
        while (sesion.instancia_id, sesion.fecha, hora) in ocupadas:
            hora = (datetime.combine(date.min, hora) + timedelta(minutes=1)).time()
        ocupadas.add((sesion.instancia_id, sesion.fecha, hora))
        if hora != sesion.hora:
            Sesion.objects.filter(pk=sesion.pk).update(hora=hora)


class Migration(migrations.Migration):

    dependencies = [
        ('planes', '0020_asistencia_y_delegados'),
        ('politicas', '0007_cortes_de_la_vigencia'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(separar, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='sesion',
            constraint=models.UniqueConstraint(condition=models.Q(('estado', 'CANCELADA'), _negated=True), fields=('instancia', 'fecha', 'hora'), name='planes_sesion_una_a_esa_hora', violation_error_message='La instancia ya tiene una sesión ese día a esa hora: ábrala en «Sesiones». Si es otra, cambie la hora; si aquélla no va, cancélela.'),
        ),
    ]
