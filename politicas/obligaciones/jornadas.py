"""Registrar la jornada que ya pasó: cuántas personas fueron, o que no se hizo."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mipg.avisos.acciones import asuetos
from mipg.fechas import sumar_habiles
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import Permiso
from politicas.models import Jornada
from politicas.obligaciones.papeles import quienes_parametrizan
from politicas.reglas.jornadas import DIAS_PARA_REGISTRAR

REGISTRAR = "Registrar la jornada"


def de_jornadas(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """De quien la programó, mientras pueda registrarla; si ya no, de Planeación."""
    filas = Jornada.objects.por_registrar(hoy).select_related("vigencia").order_by("fecha", "pk")
    if not filas:
        return
    pueden = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.JORNADA_GESTIONAR)
    gestionan = set(pueden.order_by().values_list("persona", flat=True))
    planeacion, locales = quienes_parametrizan(hoy), asuetos()
    for jornada in filas:
        suya = [jornada.creada_por_id] if jornada.creada_por_id in gestionan else planeacion
        for quien in suya:
            if persona in (None, quien):
                yield Obligacion(
                    vence=sumar_habiles(jornada.fecha, DIAS_PARA_REGISTRAR, locales),
                    verbo=REGISTRAR,
                    asunto=jornada.titulo[:150],
                    detalle=f"Era el {jornada.fecha:%d/%m/%Y}: diga cuántas personas fueron, o anúlela",
                    clave=f"jornada:{jornada.pk}:registrar",
                    url=reverse("politicas:jornada_detalle", args=[jornada.pk]),
                    persona=quien,
                    dependencia=jornada.dependencia_id,
                    dias_aviso=tuple(jornada.vigencia.dias_aviso),
                )
