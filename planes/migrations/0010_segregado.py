from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planes', '0009_autores_de_antes'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('aprobado_por', None), ('enviado_por', None), models.Q(('aprobado_por', models.F('enviado_por')), _negated=True), models.Q(('sin_segregacion', ''), _negated=True), _connector='OR'), name='planes_plan_segregado', violation_error_message='Nadie aprueba el plan que envió, salvo que se diga por qué no pudo otro.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('sin_segregacion', ''), ('aprobado_en__isnull', False), _connector='OR'), name='planes_plan_sin_segregacion_aprobado', violation_error_message='Sólo un plan aprobado dice por qué lo aprobó quien lo formuló.'),
        ),
    ]
