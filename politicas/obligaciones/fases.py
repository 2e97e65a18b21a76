"""Terminar la fase propia de una política que se hace por relevo: le toca a quien tiene el turno."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse

from mipg.fechas import fin_de_trimestre
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Dependencia
from politicas.models import ResponsabilidadPolitica, Vigencia
from politicas.obligaciones.papeles import a_quienes
from politicas.reglas.relevos import EN_TURNO
from politicas.relevos import relevos_de

TERMINAR = "Terminar la fase"


def de_fases(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Le toca a quien lleva la fase en turno (`a_quienes_toca`). La fuente no dice cuándo termina: vence con el año."""
    jefes, planeacion = a_quienes(hoy)
    if persona is not None and persona not in {*planeacion, *(uno for suyos in jefes.values() for uno in suyos)}:
        return
    for vigencia in Vigencia.objects.abiertas().order_by("anio"):
        tramos = [tramo for tramos in relevos_de(vigencia).values() for tramo in tramos if tramo.estado == EN_TURNO]
        faltan = [fila for tramo in tramos for fila in tramo.faltan]
        for fila, suya, quienes in a_quienes_toca(faltan, hoy, jefes, planeacion):
            for quien in quienes or [None]:
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


def a_quienes_toca(
    filas: Iterable[ResponsabilidadPolitica], hoy: date, jefes: Mapping[int, list[int]], planeacion: list[int]
) -> Iterator[tuple[ResponsabilidadPolitica, Dependencia | None, list[int]]]:
    """De cada fase, la dependencia que hoy responde y a quiénes les toca; `jefes` y `planeacion`, los de `a_quienes`.

    Al jefe de quien responde; sin jefe o si es una instancia, a Planeación.
    """
    for fila in filas:
        suya = fila.de_hoy(hoy)
        yield fila, suya, (suya and jefes.get(suya.pk)) or planeacion
