"""Quién escribió en los planes que ya estaban, según la bitácora, y cuáles aprobó uno de ellos."""

from django.db import migrations

ANTES = "Lo aprobó quien lo envió o escribió en él, antes de que el sistema exigiera otra persona."
SOBRE_EL_PLAN = ("enviar", "recuperar", "importar", "eliminar actividad")
SOBRE_LA_ACTIVIDAD = ("crear", "editar")


def _actores(apps, modelo, verbos):
    """Pares (clave del registro, persona) de los sucesos de un modelo con alguno de los verbos."""
    Suceso = apps.get_model("bitacora", "Suceso")
    return (
        Suceso.objects.filter(
            content_type__app_label="planes", content_type__model=modelo, verbo__in=verbos, actor__isnull=False
        )
        .order_by()
        .values_list("object_id", "actor")
        .distinct()
    )


def anotar_autores(apps, _):
    Plan, Actividad = apps.get_model("planes", "Plan"), apps.get_model("planes", "Actividad")
    planes = set(Plan.objects.values_list("pk", flat=True))
    de_actividad = dict(Actividad.objects.values_list("pk", "plan"))
    pares = set(Plan.objects.exclude(enviado_por=None).values_list("pk", "enviado_por"))
    pares |= set(_actores(apps, "plan", SOBRE_EL_PLAN))
    pares |= {(de_actividad.get(pk), actor) for pk, actor in _actores(apps, "actividad", SOBRE_LA_ACTIVIDAD)}
    pares = {par for par in pares if par[0] in planes}
    autores = Plan.autores.through
    autores.objects.bulk_create([autores(plan_id=p, usuario_id=u) for p, u in sorted(pares)], batch_size=500)
    aprobados = set(Plan.objects.exclude(aprobado_por=None).values_list("pk", "aprobado_por"))
    Plan.objects.filter(pk__in=[plan for plan, _ in aprobados & pares]).update(sin_segregacion=ANTES)


class Migration(migrations.Migration):

    dependencies = [
        ('planes', '0008_autores'),
        ('bitacora', '0002_sin_indice_repetido'),
    ]

    operations = [migrations.RunPython(anotar_autores, migrations.RunPython.noop)]
