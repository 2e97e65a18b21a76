"""Los planes de una vigencia que se abrió por error: cuáles ya no están como nacieron, y borrarlos."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from mipg.bitacora.models import Suceso
from mipg.usuarios.models import Usuario
from planes.acciones.actividades import eliminar_actividades
from planes.acciones.planes import archivos_por_confirmar, eliminar_plan
from planes.models import Plan
from politicas.models import Vigencia


def planes_tocados(vigencia: Vigencia) -> list[Plan]:
    """Los que ya no están como nacieron: alguien escribió, decidió o subió algo en ellos. Tres consultas."""
    planes = list(Plan.objects.de_vigencia(vigencia).order_by("clase", "nombre", "pk"))
    de_ellos = Suceso.objects.con_verbo().filter(historial__in=[plan.historial for plan in planes]).order_by()
    ultimo = dict(de_ellos.values_list("historial").annotate(Max("timestamp")))
    subidos = {*archivos_por_confirmar([plan.pk for plan in planes]).values_list("objeto_id", flat=True)}
    return [
        plan
        for plan in planes
        if plan.estado != Plan.Estado.BORRADOR
        or plan.clase == Plan.Clase.MEJORAMIENTO  # ninguno nace con la vigencia
        or ultimo.get(plan.historial, plan.creado_en) > plan.creado_en
        or plan.pk in subidos
    ]


@transaction.atomic
def eliminar_intactos(*, vigencia: Vigencia, por: Usuario, ahora: datetime) -> int:
    """Borra los planes de una vigencia en que nadie ha trabajado, cada uno con su suceso; devuelve cuántos."""
    planes = list(Plan.objects.de_vigencia(vigencia).order_by("pk"))
    for plan in planes:
        claves = list(plan.actividades.order_by("pk").values_list("pk", flat=True))
        eliminar_actividades(hoja=plan, claves=claves, por=por, ahora=ahora)
        eliminar_plan(plan=plan, por=por, ahora=ahora)
    return len(planes)
