"""Recibe la tabla de `planes` y le añade de qué archivos es lo recordado."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _pasar(de, a):
    def pasar(apps, schema_editor):
        """El tipo conserva su clave: con él siguen sus permisos y lo que la bitácora dice de cada fila."""
        tipos = apps.get_model('contenttypes', 'ContentType').objects.using(schema_editor.connection.alias)
        tipos.filter(app_label=de, model='columnarecordada').update(app_label=a)

    return pasar


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('expediente', '0002_lectura_guardada'),
        ('planes', '0005_muda_la_columna_recordada'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ColumnaRecordada',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('titulo', models.CharField(max_length=200, verbose_name='encabezado')),
                        ('clave', models.CharField(max_length=200, verbose_name='encabezado normalizado')),
                        ('campo', models.CharField(blank=True, help_text='Vacío: la columna se deja de lado.', max_length=40, verbose_name='campo')),
                        ('creada_en', models.DateTimeField(verbose_name='recordada')),
                        ('creada_por', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'columna recordada',
                        'verbose_name_plural': 'columnas recordadas',
                        'ordering': ['titulo'],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name='columnarecordada',
            name='destino',
            field=models.CharField(default='planes.actividades', max_length=40, verbose_name='qué se importa'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='columnarecordada',
            constraint=models.UniqueConstraint(fields=('destino', 'clave'), name='expediente_columnarecordada_unica', violation_error_message='Ese encabezado ya está recordado para esos archivos.'),
        ),
        migrations.AddConstraint(
            model_name='columnarecordada',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('creada_en__isnull', True), ('creada_por__isnull', True)), models.Q(('creada_en__isnull', False), ('creada_por__isnull', False)), _connector='OR'), name='expediente_columnarecordada_creada_en_por', violation_error_message='La fecha y el autor van juntos (elección).'),
        ),
        migrations.RunPython(_pasar('planes', 'expediente'), _pasar('expediente', 'planes')),
    ]
