"""Qué soportes de avance ve cada persona: los de los avances que ve."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from mipg.usuarios.reglas import Perfil
from seguimiento.models import Avance


def usos_visibles(perfil: Perfil) -> Q:
    """Filtro de `Uso` para los soportes de los avances visibles."""
    return Q(
        tipo=ContentType.objects.get_for_model(Avance),
        objeto_id__in=Avance.objects.visibles_para(perfil).values("pk"),
    )
