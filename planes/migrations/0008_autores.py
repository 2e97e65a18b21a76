from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planes', '0007_indices_de_actividad'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='autores',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='escribieron en él'),
        ),
        migrations.AddField(
            model_name='plan',
            name='sin_segregacion',
            field=models.CharField(blank=True, help_text='No había otra persona que pudiera aprobarlo.', max_length=300, verbose_name='por qué lo aprobó quien lo formuló'),
        ),
    ]
