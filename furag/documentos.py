"""Qué documentos ve cada persona: los soportes de las verificaciones de los planes que ve."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from furag.models import Verificacion
from mipg.usuarios.reglas import Perfil


def usos_visibles(perfil: Perfil) -> Q:
    """Filtro de `Uso` para los soportes de lo verificado que la persona ve."""
    return Q(
        tipo=ContentType.objects.get_for_model(Verificacion),
        objeto_id__in=Verificacion.objects.visibles_para(perfil).order_by().values("pk"),
    )
