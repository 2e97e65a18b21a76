"""Decir quién responde por la política que ninguna fuente nombra, de quien parametriza la vigencia."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.obligaciones import Obligacion
from politicas.models import Politica, ResponsabilidadPolitica, Vigencia
from politicas.obligaciones.papeles import quienes_parametrizan
from politicas.obligaciones.plazos import tras_cargarla

RESPONDER = "Decir quién responde"


def de_politicas_sin_responsable(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Una por política y vigencia abierta; se cumple cargando el acto que lo diga.

    Donde ninguna política tiene quien responda no falta un acto: falta sembrar el catálogo, y no se debe nada.
    """
    quienes = quienes_parametrizan(hoy, persona)
    if not quienes:
        return
    for vigencia in Vigencia.objects.abiertas().order_by("anio"):
        for politica, vence in _sin_responsable(vigencia):
            for quien in quienes:
                yield Obligacion(
                    vence=vence,
                    verbo=RESPONDER,
                    asunto=f"por «{politica.nombre}»"[:150],
                    detalle=f"Ninguna fuente lo dice en {vigencia}: sin eso nadie formula su plan",
                    clave=f"politica:{politica.pk}:{vigencia}:responder",
                    url=f"{reverse('politicas:politica_detalle', args=[politica.pk])}?vigencia={vigencia}",
                    persona=quien,
                    dias_aviso=tuple(vigencia.dias_aviso),
                )


def _sin_responsable(vigencia: Vigencia) -> list[tuple[Politica, date]]:
    """Cada una y hasta cuándo se debe: si un acto la dejó sin nadie, desde que llegó."""
    sin = list(Politica.objects.de_vigencia(vigencia).sin_responsable(vigencia.anio))
    if not sin:
        return []
    de_la_version = ResponsabilidadPolitica.objects.filter(politica__dimension__version=vigencia.version_id)
    cargadas = defaultdict(list)
    for politica, cargada in (
        de_la_version.que_rigen(vigencia.anio).order_by().values_list("politica", "fuente__cargada_en")
    ):
        cargadas[politica].append(cargada)
    return [(politica, tras_cargarla(vigencia, cargadas.get(politica.pk, ()))) for politica in sin] if cargadas else []
