"""Tareas de Celery de planes: leer los archivos subidos que son grandes o quedaron a medias."""

import logging

from celery import shared_task
from django.utils import timezone

from mipg.expediente.models import Importacion
from planes.acciones import importaciones as acciones

registro = logging.getLogger(__name__)
CADA = 60  # segundos entre barridos (`CELERY_BEAT_SCHEDULE`)


@shared_task
def leer_importacion(pk: int) -> None:
    """Lee un archivo subido, si nadie más lo está haciendo."""
    importacion = Importacion.objects.sin_lo_leido().filter(pk=pk, destino=acciones.DESTINO).first()
    if importacion is not None:
        acciones.leer_y_guardar(importacion=importacion, ahora=timezone.now())


@shared_task
def leer_importaciones() -> None:
    """Cada minuto: despierta los archivos en espera y los que quedaron a medias al morir quien los leía."""
    por_leer = Importacion.objects.por_leer(timezone.now()).filter(destino=acciones.DESTINO)
    for pk in por_leer.values_list("pk", flat=True):
        publicar(pk, expires=CADA)


def publicar(pk: int, **opciones) -> None:
    """Pide a Celery que lea un archivo. Si el corredor no contesta no pasa nada: el barrido lo recogerá."""
    try:
        leer_importacion.apply_async((pk,), retry=False, **opciones)
    except Exception:
        registro.warning("No se pudo publicar la lectura %s; la recogerá el barrido.", pk, exc_info=True)
