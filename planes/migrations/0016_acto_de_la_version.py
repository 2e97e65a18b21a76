"""La versión cita su acto con la fecha; las que hay, el de su plan, que pudo completarse después de aprobarlas."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

CLASES = {"SESION": "Sesión del Comité (acta)", "RESOLUCION": "Resolución", "OTRO": "Otro acto"}


def citar_el_del_plan(apps, _):
    Plan, VersionPlan = apps.get_model("planes", "Plan"), apps.get_model("planes", "VersionPlan")
    suyo = Plan.objects.filter(pk=OuterRef("plan"))
    VersionPlan.objects.update(acto_fecha=Subquery(suyo.values("acto_fecha")[:1]))
    completados = VersionPlan.objects.filter(acto="Acta pendiente").exclude(plan__acto__in=["", "PENDIENTE"])
    for version in completados.select_related("plan").defer("foto"):
        clase, numero = CLASES[version.plan.acto], version.plan.acto_numero
        ya_la_dice = numero.lower().startswith(clase.lower())
        version.acto = numero if ya_la_dice else f"{clase} {numero}"
        version.save(update_fields=["acto"])


class Migration(migrations.Migration):

    dependencies = [
        ('planes', '0015_clave_de_fila'),
    ]

    operations = [
        migrations.AddField(
            model_name='versionplan',
            name='acto_fecha',
            field=models.DateField(blank=True, null=True, verbose_name='fecha del acto'),
        ),
        migrations.RunPython(citar_el_del_plan, migrations.RunPython.noop),
    ]
