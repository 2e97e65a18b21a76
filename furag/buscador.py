"""Lo que se busca de la medición: las recomendaciones y las acciones de mejora, también por su código."""

from collections.abc import Iterator

from django.utils.text import Truncator

from furag.models import REFERENCIA, AccionMejora, Recomendacion
from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.etiquetas import direccion
from mipg.usuarios.reglas import Perfil

RECOMENDACIONES = Fuente(
    clase="recomendaciones",
    modelo=Recomendacion,
    titulo="texto",
    campos=(REFERENCIA, "texto", "politica__nombre"),
    reciente="medicion__anio",
)
MEJORAS = Fuente(
    clase="mejoras",
    modelo=AccionMejora,
    titulo="codigo",
    campos=("codigo", "actividad__nombre", "hallazgo", "actividad__plan__politica__nombre"),
    reciente="actividad__plan__vigencia__anio",
    donde={"actividad__retirada_en": None},
)
FUENTES = (RECOMENDACIONES, MEJORAS)
_A_LA_VISTA = 160


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Las recomendaciones, que ve quien tenga sesión, y las acciones de mejora de los planes que la persona ve."""
    yield Clase(
        orden=9,
        fuente=RECOMENDACIONES,
        singular="recomendación",
        plural="recomendaciones",
        filas=Recomendacion.objects.visibles_para(perfil).select_related("medicion", "politica"),
        pintar=_recomendacion,
    )
    yield Clase(
        orden=10,
        fuente=MEJORAS,
        singular="acción de mejora",
        plural="acciones de mejora",
        filas=AccionMejora.objects.visibles_para(perfil).en_lista(),
        pintar=_mejora,
    )


def _recomendacion(una: Recomendacion) -> Hallazgo:
    return Hallazgo(
        f"{una.referencia}. {Truncator(una.texto).chars(_A_LA_VISTA)}",
        direccion("furag:recomendacion_detalle", una.pk),
        (una.politica.nombre, una.get_estado_display(), f"Medición {una.medicion.anio}"),
    )


def _mejora(una: AccionMejora) -> Hallazgo:
    plan = una.actividad.plan
    return Hallazgo(
        f"{una.codigo} · {Truncator(una.actividad.nombre).chars(_A_LA_VISTA)}",
        direccion("furag:mejora_detalle", una.pk),
        (plan.nombre, str(una.actividad.dependencia or plan.dependencia), f"Vigencia {plan.vigencia.anio}"),
    )
