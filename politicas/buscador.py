"""Lo que se busca del catálogo: las políticas."""

from collections.abc import Iterator

from django.urls import reverse

from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.usuarios.reglas import Perfil
from politicas.models import Politica

POLITICAS = Fuente(
    clase="politicas",
    modelo=Politica,
    titulo="nombre",
    campos=("nombre", "nombre_plan", "codigo_furag", "dimension__nombre"),
)
FUENTES = (POLITICAS,)


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Las políticas que la persona ve."""
    yield Clase(
        orden=1,
        fuente=POLITICAS,
        singular="política",
        plural="políticas",
        filas=Politica.objects.visibles_para(perfil).select_related("dimension__version"),
        pintar=_politica,
    )


def _politica(politica: Politica) -> Hallazgo:
    return Hallazgo(
        str(politica),
        reverse("politicas:politica_detalle", args=[politica.pk]),
        (f"Dimensión {politica.dimension.nombre}", str(politica.dimension.version)),
    )
