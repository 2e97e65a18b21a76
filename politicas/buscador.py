"""Lo que se busca del catálogo: las políticas."""

from collections.abc import Iterator

from django.urls import reverse

from mipg.buscador.clases import Clase, Hallazgo
from mipg.usuarios.reglas import Perfil
from politicas.models import Politica


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Las políticas que la persona ve."""
    yield Clase(
        orden=1,
        codigo="politicas",
        singular="política",
        plural="políticas",
        filas=Politica.objects.visibles_para(perfil).select_related("dimension__version").order_by("numero_plan"),
        titulo="nombre",
        campos=("nombre", "nombre_plan", "codigo_furag", "dimension__nombre"),
        pintar=_politica,
    )


def _politica(politica: Politica) -> Hallazgo:
    return Hallazgo(
        str(politica),
        reverse("politicas:politica_detalle", args=[politica.pk]),
        (f"Dimensión {politica.dimension.nombre}", str(politica.dimension.version)),
    )
