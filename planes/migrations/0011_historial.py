"""En qué historia se cuenta lo que ya les pasó a los planes y a las actividades que siguen en ellos."""

from django.db import migrations
from django.db.models import CharField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

CREACION = 0


def _historial(plan):
    return Concat(Value("planes.plan:"), Cast(plan, CharField()))


def anotar_historial(apps, _):
    Suceso, Actividad = apps.get_model("bitacora", "Suceso"), apps.get_model("planes", "Actividad")
    sin_el = Suceso.objects.filter(content_type__app_label="planes", historial=None).order_by()
    sin_el.filter(content_type__model="plan").exclude(verbo="").update(historial=_historial("object_pk"))
    suya = Actividad.objects.filter(pk=OuterRef("object_id")).order_by().values("plan")
    sin_el.filter(
        # Lo que se importa se crea en lote, sin verbo.
        ~Q(verbo="") | Q(action=CREACION),
        content_type__model="actividad",
        object_id__in=Actividad.objects.order_by().values("pk"),
    ).update(historial=_historial(Subquery(suya)))


class Migration(migrations.Migration):

    dependencies = [
        ('planes', '0010_segregado'),
        ('bitacora', '0003_historial'),
    ]

    operations = [migrations.RunPython(anotar_historial, migrations.RunPython.noop)]
