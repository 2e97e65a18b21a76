"""Qué documentos ve cada persona: los de los compromisos, planes, informes de ley y requerimientos que ve."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from mipg.usuarios.reglas import Perfil
from planes.models import Actuacion, Compromiso, Plan, Requerimiento, SeguimientoDePlan, Vencimiento


def usos_visibles(perfil: Perfil) -> Q:
    """Filtro de `Uso` para los soportes de lo que la persona ve."""
    requerimientos = Requerimiento.objects.visibles_para(perfil).order_by()
    visibles = [
        *(modelo.objects.visibles_para(perfil) for modelo in (Compromiso, Plan, SeguimientoDePlan, Vencimiento)),
        requerimientos,
        Actuacion.objects.filter(requerimiento__in=requerimientos.values("pk")),
    ]
    filtro = Q()
    for suyos in visibles:
        tipo = ContentType.objects.get_for_model(suyos.model)
        filtro |= Q(tipo=tipo, objeto_id__in=suyos.order_by().values("pk"))
    return filtro
