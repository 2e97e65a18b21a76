"""El quórum y los días de un compromiso sin fecha tienen tope; lo que lo pase queda en él."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, F, Q, When


ENTERO = models.PositiveSmallIntegerField()


def acortar(apps, _):
    # De una vez: PostgreSQL no altera una tabla cuya fila se escribió dos veces en la misma transacción.
    apps.get_model("planes", "Sesion").objects.filter(Q(quorum__gt=500) | Q(dias_sin_fecha__gt=365)).update(
        quorum=Case(When(quorum__gt=500, then=500), default=F("quorum"), output_field=ENTERO),
        dias_sin_fecha=Case(When(dias_sin_fecha__gt=365, then=365), default=F("dias_sin_fecha"), output_field=ENTERO),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('planes', '0022_miembro_una_vez'),
        ('politicas', '0007_cortes_de_la_vigencia'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(acortar, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='sesion',
            name='planes_sesion_quorum_en_rango',
        ),
        migrations.RemoveConstraint(
            model_name='sesion',
            name='planes_sesion_dias_sin_fecha_en_rango',
        ),
        migrations.AlterField(
            model_name='sesion',
            name='dias_sin_fecha',
            field=models.PositiveSmallIntegerField(default=15, validators=[django.core.validators.MinValueValidator(1, 'Un compromiso sin fecha tiene de 1 a 365 días hábiles para cumplirse.'), django.core.validators.MaxValueValidator(365, 'Un compromiso sin fecha tiene de 1 a 365 días hábiles para cumplirse.')], verbose_name='días hábiles para un compromiso sin fecha'),
        ),
        migrations.AlterField(
            model_name='sesion',
            name='quorum',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1, 'El quórum es de 1 a 500 personas.'), django.core.validators.MaxValueValidator(500, 'El quórum es de 1 a 500 personas.')], verbose_name='quórum exigido'),
        ),
        migrations.AddConstraint(
            model_name='sesion',
            constraint=models.CheckConstraint(condition=models.Q(('quorum__isnull', True), models.Q(('quorum__gte', 1), ('quorum__lte', 500)), _connector='OR'), name='planes_sesion_quorum_en_rango', violation_error_message='El quórum es de 1 a 500 personas.'),
        ),
        migrations.AddConstraint(
            model_name='sesion',
            constraint=models.CheckConstraint(condition=models.Q(('dias_sin_fecha__isnull', True), models.Q(('dias_sin_fecha__gte', 1), ('dias_sin_fecha__lte', 365)), _connector='OR'), name='planes_sesion_dias_sin_fecha_en_rango', violation_error_message='Un compromiso sin fecha tiene de 1 a 365 días hábiles para cumplirse.'),
        ),
    ]
