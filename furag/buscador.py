"""Lo que se busca de la medición: las recomendaciones."""

from collections.abc import Iterator

from furag.models import Recomendacion
from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.etiquetas import direccion
from mipg.usuarios.reglas import Perfil

RECOMENDACIONES = Fuente(
    clase="recomendaciones",
    modelo=Recomendacion,
    titulo="texto",
    campos=("texto", "politica__nombre", "politica__codigo_furag", "medicion__anio"),
    reciente="medicion__anio",
)
FUENTES = (RECOMENDACIONES,)
_A_LA_VISTA = 160


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Las recomendaciones: las ve quien tenga sesión."""
    yield Clase(
        orden=9,
        fuente=RECOMENDACIONES,
        singular="recomendación",
        plural="recomendaciones",
        filas=Recomendacion.objects.visibles_para(perfil).select_related("medicion", "politica"),
        pintar=_recomendacion,
    )


def _recomendacion(una: Recomendacion) -> Hallazgo:
    return Hallazgo(
        una.texto if len(una.texto) <= _A_LA_VISTA else f"{una.texto[: _A_LA_VISTA - 1]}…",
        direccion("furag:recomendacion_detalle", una.pk),
        (una.politica.nombre, una.get_estado_display(), f"Medición {una.medicion.anio}"),
    )
