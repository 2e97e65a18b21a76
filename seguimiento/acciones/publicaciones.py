"""El PDF de los planes publicados: se deriva de lo publicado, nadie lo pide."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from mipg.expediente.acciones import pedir_emision
from mipg.expediente.models import Emision
from planes.models import Plan
from seguimiento.informes import plan_publicado

# Los que se piden de una vez: así los informes que alguien espera no quedan detrás de todos.
POR_BARRIDO = 20
# Lo que se agotó sin terminar se vuelve a pedir al día siguiente.
REINTENTO = timedelta(days=1)


def pedir_planes_publicados(*, ahora: datetime) -> list[Emision]:
    """Pide, a nombre de quien lo publicó, el PDF de la versión vigente de cada plan publicado que aún no lo tiene."""
    planes = (
        Plan.objects.publicados().con_version().filter(numero_version__isnull=False).order_by("-publicado_en", "pk")
    )
    hechas = _pedidas(ahora)
    faltan = [plan for plan in planes if not _esta(plan, hechas)][:POR_BARRIDO]
    return [emision for plan in faltan if (emision := _pedir(plan, ahora))]


def _pedidas(ahora: datetime, **filtro) -> dict[int, list[dict]]:
    """Por la clave del plan, lo ya pedido de él que no fracasó hace más de `REINTENTO`."""
    agotada = Q(estado=Emision.Estado.FALLIDA, pedida_en__lt=ahora - REINTENTO)
    hechas: dict[int, list[dict]] = defaultdict(list)
    pedidas = Emision.objects.filter(~agotada, informe=plan_publicado.INFORME, **filtro)
    for pedido in pedidas.values_list("parametros", flat=True):
        hechas[pedido["plan"]].append(pedido)
    return hechas


def _esta(plan: Plan, hechas: Mapping[int, list[dict]]) -> bool:
    return any(plan_publicado.es_de(pedido, plan) for pedido in hechas.get(plan.pk, ()))


@transaction.atomic
def _pedir(plan: Plan, ahora: datetime) -> Emision | None:
    # Dos barridos a la vez se esperan aquí: el segundo encuentra la petición del primero.
    Plan.objects.select_for_update().get(pk=plan.pk)
    if _esta(plan, _pedidas(ahora, parametros__plan=plan.pk)):
        return None
    return pedir_emision(
        informe=plan_publicado.INFORME,
        titulo=plan_publicado.titulo(plan, plan.numero_version),
        parametros=plan_publicado.parametros(plan),
        dependencia=plan.dependencia,
        por=plan.publicado_por,
        ahora=ahora,
    )
