"""Lo recordado al importar es de cualquier archivo: la tabla pasa a `expediente` con sus filas."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planes', '0004_presupuesto'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='columnarecordada', name='planes_columnarecordada_creada_en_por'),
        # Sin la unicidad, que también nombra la tabla, antes de cambiarle el nombre.
        migrations.AlterField(
            model_name='columnarecordada',
            name='clave',
            field=models.CharField(max_length=200, verbose_name='encabezado normalizado'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable('ColumnaRecordada', 'expediente_columnarecordada')],
            state_operations=[migrations.DeleteModel('ColumnaRecordada')],
        ),
    ]
