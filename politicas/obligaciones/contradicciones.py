"""Decidir dónde se contradicen las fuentes, de quien parametriza la vigencia."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.urls import reverse

from mipg.avisos.acciones import asuetos
from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from politicas.contradicciones import de_vigencia
from politicas.models import Fuente, Vigencia
from politicas.obligaciones.papeles import quienes_parametrizan

DECIDIR = "Decidir las contradicciones"
# Días hábiles desde que se cargó la fuente que las trajo, si ya pasó la fecha en que los líderes formulan sus planes.
DIAS = 10


def de_contradicciones(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Una por vigencia abierta en que quede alguna por decidir, antes de que los líderes deban formular sus planes."""
    quienes = quienes_parametrizan(hoy, persona)
    if not quienes:
        return
    for vigencia in Vigencia.objects.abiertas():
        por_decidir = [caso.contradiccion for caso in de_vigencia(vigencia, hoy) if not caso.decision]
        for quien in quienes if por_decidir else ():
            yield Obligacion(
                vence=_vence(vigencia),
                verbo=DECIDIR,
                asunto=f"de las fuentes de la vigencia {vigencia}",
                detalle=f"{len(por_decidir)} por decidir; la primera: {por_decidir[0].asunto}"[:300],
                clave=f"catalogo:{vigencia}:decidir",
                url=f"{reverse('politicas:contradiccion_lista')}?vigencia={vigencia}",
                persona=quien,
                dias_aviso=tuple(vigencia.dias_aviso),
            )


def _vence(vigencia: Vigencia) -> date:
    ultima = Fuente.objects.que_cubren(vigencia.anio).aggregate(ultima=Max("cargada_en"))["ultima"]
    tras_cargarla = sumar_habiles(en_bogota(ultima), DIAS, asuetos()) if ultima else vigencia.fecha_limite_politicas
    return max(vigencia.fecha_limite_politicas, tras_cargarla)
