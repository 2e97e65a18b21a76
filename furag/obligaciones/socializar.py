"""Socializar los resultados de cada política, de Planeación, en el plazo de la estrategia 7 del año en que se sabe."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from furag.cifras import politicas_con_resultado
from furag.models import Carga, Puntaje
from mipg.avisos.acciones import asuetos
from mipg.etiquetas import contar
from mipg.fechas import en_bogota, sumar_habiles
from mipg.obligaciones import Obligacion
from planes.models import Actividad
from politicas.models import Jornada, Vigencia
from politicas.obligaciones.papeles import quienes_parametrizan
from politicas.obligaciones.plazos import DIAS, fin_de_estrategia

SOCIALIZAR = "Socializar los resultados"


def de_socializacion(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Una por medición que se captura en un año abierto, mientras quede alguna política con resultado sin socializar.

    Vence con la estrategia o, si los resultados se confirmaron tarde, diez días hábiles después.
    """
    quienes = quienes_parametrizan(hoy, persona)
    if not quienes:
        return
    for vigencia in Vigencia.objects.abiertas().order_by("anio"):
        nuestras = Carga.objects.con_lo_nuestro().filter(medicion__anio_captura=vigencia.anio)
        carga = nuestras.order_by("-medicion__anio", "-confirmada_en").first()
        if carga is None or not (faltan := _sin_socializar(carga, vigencia)):
            continue
        vence = max(
            fin_de_estrategia(Actividad.Estrategia.SOCIALIZACION, vigencia.anio),
            sumar_habiles(en_bogota(carga.confirmada_en), DIAS, asuetos()),
        )
        for quien in quienes:
            yield Obligacion(
                vence=vence,
                verbo=SOCIALIZAR,
                asunto=f"de la vigencia medida {carga.medicion.anio}",
                detalle=f"{contar(len(faltan), 'política')} con resultado sin una jornada realizada",
                clave=f"medicion:{carga.medicion_id}:socializar",
                url=_donde(carga.medicion.anio, faltan),
                persona=quien,
                dias_aviso=tuple(vigencia.dias_aviso),
            )


def _de(anio: int):
    return Jornada.objects.de_socializacion().filter(vigencia_medida=anio).order_by()


def _sin_socializar(carga: Carga, vigencia: Vigencia) -> list[int]:
    """Las políticas del año con resultado en la medición que ninguna jornada realizada trata (claves primarias)."""
    codigos = Puntaje.objects.filter(entidad=carga.propia_id).order_by().values("columna__codigo")
    con_resultado = politicas_con_resultado(codigos, carga.medicion, vigencia)
    ya = _de(carga.medicion.anio).realizadas().filter(politicas__isnull=False).values("politicas")
    return list(con_resultado.exclude(pk__in=ya).values_list("pk", flat=True))


def _donde(anio: int, faltan: list[int]) -> str:
    """La jornada que ya las convoca; si ninguna, programar una con ellas."""
    programada = _de(anio).programadas().filter(politicas__in=faltan).order_by("fecha").first()
    if programada:
        return reverse("politicas:jornada_detalle", args=[programada.pk])
    consulta = {"tipo": Jornada.Tipo.SOCIALIZACION.value, "vigencia_medida": anio, "politica": faltan}
    return f"{reverse('politicas:jornada_crear')}?{urlencode(consulta, doseq=True)}"
