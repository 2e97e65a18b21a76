"""Qué documentos de los planes ve cada persona: los de los compromisos, planes y seguimientos propios que ve."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from mipg.usuarios.reglas import Perfil
from planes.models import Compromiso, Plan, SeguimientoDePlan


def usos_visibles(perfil: Perfil) -> Q:
    """Filtro de `Uso` para los soportes de los compromisos visibles, y los de los planes visibles y lo suyo."""
    planes = Plan.objects.visibles_para(perfil).order_by().values("pk")
    visibles = {
        Compromiso: Compromiso.objects.visibles_para(perfil).order_by().values("pk"),
        Plan: planes,
        SeguimientoDePlan: SeguimientoDePlan.objects.visibles_para(perfil).order_by().values("pk"),
    }
    filtro = Q()
    for modelo, suyos in visibles.items():
        filtro |= Q(tipo=ContentType.objects.get_for_model(modelo), objeto_id__in=suyos)
    return filtro
