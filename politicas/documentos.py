"""Qué documentos ve cada persona: el material de las jornadas, que ve quien tenga sesión."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from mipg.expediente.models import Uso
from mipg.usuarios.reglas import Perfil
from politicas.models import Jornada


def usos_visibles(perfil: Perfil) -> Q:
    """Filtro de `Uso` para el material de las jornadas que la persona ve."""
    visibles = Jornada.objects.visibles_para(perfil).order_by()
    return Q(tipo=ContentType.objects.get_for_model(Jornada), objeto_id__in=visibles.values("pk"))


def materiales_de(jornada: Jornada | None = None) -> QuerySet[Uso]:
    """El material de una jornada, o el de todas, con su documento; también el retirado."""
    usos = Uso.objects.de(jornada) if jornada else Uso.objects.filter(tipo=ContentType.objects.get_for_model(Jornada))
    return usos.select_related("documento", "tipo")
