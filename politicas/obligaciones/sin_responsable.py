"""Decir quién responde por la política que ninguna fuente nombra, de quien parametriza la vigencia."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import Permiso
from politicas.models import Politica, ResponsabilidadPolitica, Vigencia

RESPONDER = "Decir quién responde"


def de_politicas_sin_responsable(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Una por política y vigencia abierta; se cumple cargando el acto que lo diga.

    Donde ninguna política tiene quien responda no falta un acto: falta sembrar el catálogo, y no se debe nada.
    """
    deciden = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.VIGENCIA_EDITAR)
    if persona is not None:
        deciden = deciden.filter(persona=persona)
    quienes = sorted(set(deciden.order_by().values_list("persona", flat=True)))
    if not quienes and persona is not None:
        return
    for vigencia in Vigencia.objects.abiertas().order_by("anio"):
        for politica in _sin_responsable(vigencia):
            for quien in quienes or [None]:
                yield Obligacion(
                    vence=vigencia.fecha_limite_politicas,
                    verbo=RESPONDER,
                    asunto=f"por «{politica.nombre}»"[:150],
                    detalle=f"Ninguna fuente lo dice en {vigencia}: sin eso nadie formula su plan",
                    clave=f"politica:{politica.pk}:{vigencia}:responder",
                    url=reverse("politicas:politica_detalle", args=[politica.pk]),
                    persona=quien,
                    dias_aviso=tuple(vigencia.dias_aviso),
                )


def _sin_responsable(vigencia: Vigencia) -> list[Politica]:
    sin = list(Politica.objects.de_vigencia(vigencia).sin_responsable(vigencia.anio))
    if not sin:
        return []
    de_la_version = ResponsabilidadPolitica.objects.filter(politica__dimension__version=vigencia.version_id)
    return sin if de_la_version.que_rigen(vigencia.anio).exists() else []
