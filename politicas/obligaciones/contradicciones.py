"""Decidir dónde se contradicen las fuentes, de quien parametriza la vigencia."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.obligaciones import Obligacion
from politicas.contradicciones import de_vigencia
from politicas.models import Fuente, Vigencia
from politicas.obligaciones.papeles import quienes_parametrizan
from politicas.obligaciones.plazos import tras_cargarla

DECIDIR = "Decidir las contradicciones"


def de_contradicciones(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Una por vigencia abierta en que quede alguna por decidir, antes de que los líderes deban formular sus planes."""
    quienes = quienes_parametrizan(hoy, persona)
    if not quienes:
        return
    for vigencia in Vigencia.objects.abiertas():
        por_decidir = [caso.contradiccion for caso in de_vigencia(vigencia, hoy) if not caso.decision]
        if not por_decidir:
            continue
        vence = tras_cargarla(vigencia, Fuente.objects.que_cubren(vigencia.anio).values_list("cargada_en", flat=True))
        for quien in quienes:
            yield Obligacion(
                vence=vence,
                verbo=DECIDIR,
                asunto=f"de las fuentes de la vigencia {vigencia}",
                detalle=f"{len(por_decidir)} por decidir; la primera: {por_decidir[0].asunto}"[:300],
                clave=f"catalogo:{vigencia}:decidir",
                url=f"{reverse('politicas:contradiccion_lista')}?vigencia={vigencia}",
                persona=quien,
                dias_aviso=tuple(vigencia.dias_aviso),
            )
