"""Qué soportes de compromisos ve cada persona: los de los compromisos que ve."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from mipg.usuarios.reglas import Perfil
from planes.models import Compromiso


def usos_visibles(perfil: Perfil) -> Q:
    """Filtro de `Uso` para los soportes de los compromisos visibles."""
    return Q(
        tipo=ContentType.objects.get_for_model(Compromiso),
        objeto_id__in=Compromiso.objects.visibles_para(perfil).order_by().values("pk"),
    )
