"""Lo que se busca del catálogo: las políticas y las jornadas."""

from collections.abc import Iterator

from django.urls import reverse

from mipg.buscador.clases import Clase, Hallazgo
from mipg.buscador.fuentes import Fuente
from mipg.etiquetas import direccion, fecha
from mipg.usuarios.reglas import Perfil
from politicas.models import Jornada, Politica

POLITICAS = Fuente(
    clase="politicas",
    modelo=Politica,
    titulo="nombre",
    campos=("nombre", "nombre_plan", "codigo_furag", "dimension__nombre"),
)
JORNADAS = Fuente(
    clase="jornadas",
    modelo=Jornada,
    titulo="titulo",
    campos=("titulo", "publico", "dependencia__nombre", "vigencia__anio"),
    reciente="fecha",
    donde={"anulada_en": None},
)
FUENTES = (POLITICAS, JORNADAS)


def clases(perfil: Perfil) -> Iterator[Clase]:
    """Las políticas y las jornadas que la persona ve."""
    yield Clase(
        orden=1,
        fuente=POLITICAS,
        singular="política",
        plural="políticas",
        filas=Politica.objects.visibles_para(perfil).select_related("dimension__version"),
        pintar=_politica,
    )
    yield Clase(
        orden=9,
        fuente=JORNADAS,
        singular="jornada",
        plural="jornadas",
        filas=Jornada.objects.visibles_para(perfil).select_related("dependencia"),
        pintar=_jornada,
    )


def _politica(politica: Politica) -> Hallazgo:
    return Hallazgo(
        str(politica),
        reverse("politicas:politica_detalle", args=[politica.pk]),
        (f"Dimensión {politica.dimension.nombre}", str(politica.dimension.version)),
    )


def _jornada(jornada: Jornada) -> Hallazgo:
    donde = (jornada.get_tipo_display(), fecha(jornada.fecha), jornada.dependencia.nombre)
    return Hallazgo(jornada.titulo, direccion("politicas:jornada_detalle", jornada.pk), donde)
