from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("usuarios", "0010_herederas")]

    operations = [
        migrations.AddConstraint(
            model_name='dependencia',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('heredera', None), ('sucesora', None)), models.Q(('heredera__isnull', False), ('sucesora__isnull', False), ('vigente_hasta__isnull', False), models.Q(('sucesora', models.F('pk')), _negated=True), models.Q(('heredera', models.F('pk')), _negated=True)), _connector='OR'), name='usuarios_dependencia_la_sucede_otra', violation_error_message='Sólo a la que se suprimió la sucede otra, y no ella misma.'),
        ),
    ]
