"""Terminar la fase propia de una política que se hace por relevo: le toca a quien tiene el turno."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.fechas import fin_de_trimestre
from mipg.obligaciones import Obligacion
from politicas.models import FaseCumplida, ResponsabilidadPolitica, Vigencia
from politicas.obligaciones.enlaces import a_quienes
from politicas.reglas.relevos import EN_TURNO, relevo

TERMINAR = "Terminar la fase"


def de_fases(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Le toca al jefe de quien responde de la fase en turno o, sin jefe o si es una instancia, a Planeación.

    La fuente no dice cuándo termina cada fase: vence con el año.
    """
    jefes, planeacion = a_quienes(hoy)
    if persona is not None and persona not in {*planeacion, *(uno for suyos in jefes.values() for uno in suyos)}:
        return
    for vigencia in Vigencia.objects.abiertas().order_by("anio"):
        for fila in _en_turno(vigencia):
            suya = fila.de_hoy(hoy)
            for quien in (suya and jefes.get(suya.pk)) or planeacion or [None]:
                if persona in (None, quien):
                    yield Obligacion(
                        vence=fin_de_trimestre(vigencia.anio, 4),
                        verbo=TERMINAR,
                        asunto=f"«{fila.fase}» de {fila.politica.nombre}"[:150],
                        detalle=f"{suya or fila.responsable} tiene el turno en {vigencia}",
                        clave=f"fase:{fila.pk}:{vigencia}:terminar",
                        url=reverse("politicas:fase_terminar", args=[vigencia.anio, fila.pk]),
                        persona=quien,
                        dependencia=suya and suya.pk,
                        dias_aviso=tuple(vigencia.dias_aviso),
                    )


def _en_turno(vigencia: Vigencia) -> Iterator[ResponsabilidadPolitica]:
    filas = ResponsabilidadPolitica.objects.que_reparten(vigencia.anio).filter(
        rol="FASE", politica__dimension__version=vigencia.version_id
    )
    por_politica = defaultdict(list)
    for fila in filas.select_related("politica", "instancia", "dependencia__heredera"):
        por_politica[fila.politica_id].append(fila)
    if not por_politica:
        return
    cumplidas = {c.responsabilidad_id: c for c in FaseCumplida.objects.filter(vigencia=vigencia)}
    for suyas in por_politica.values():
        for tramo in relevo(suyas, cumplidas):
            if tramo.estado == EN_TURNO:
                yield from tramo.faltan
