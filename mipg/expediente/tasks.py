"""Tareas de Celery del expediente: leer los archivos subidos, y borrar los que se quedaron sin fila."""

import logging
from contextlib import suppress
from datetime import datetime
from functools import partial

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mipg.expediente import acciones, lecturas
from mipg.expediente.models import Importacion

registro = logging.getLogger(__name__)
CADA = 60  # segundos entre barridos (`CELERY_BEAT_SCHEDULE`)


@shared_task
def barrer_huerfanos() -> int:
    """Cada madrugada: borra archivos sin fila."""
    return acciones.barrer_huerfanos(ahora=timezone.now())


@shared_task
def leer_importacion(pk: int) -> None:
    """Lee un archivo subido, si nadie más lo está haciendo."""
    importacion = Importacion.objects.sin_lo_leido().filter(pk=pk).first()
    if importacion is not None:
        lecturas.leer_y_guardar(importacion=importacion, ahora=timezone.now())


@shared_task
def leer_importaciones() -> None:
    """Cada minuto: despierta los archivos en espera y los que quedaron a medias al morir quien los leía."""
    por_leer = Importacion.objects.por_leer(timezone.now()).filter(destino__in=settings.LECTORES)
    for pk in por_leer.values_list("pk", flat=True):
        publicar(pk, expires=CADA)


def publicar(pk: int, **opciones) -> None:
    """Pide a Celery que lea un archivo. Si el corredor no contesta no pasa nada: el barrido lo recogerá."""
    try:
        leer_importacion.apply_async((pk,), retry=False, **opciones)
    except Exception:
        registro.warning("No se pudo publicar la lectura %s; la recogerá el barrido.", pk, exc_info=True)


def leer_ya_o_despues(importacion: Importacion, *, ahora: datetime) -> None:
    """Lee el archivo antes de contestar; si es grande, lo lee Celery y la página muestra cómo va."""
    if lecturas.es_grande(importacion):
        transaction.on_commit(partial(publicar, importacion.pk))
    else:
        # Si falla queda en espera (y en el registro): el barrido lo reintenta y la página dice cómo va.
        with suppress(Exception):
            lecturas.leer_y_guardar(importacion=importacion, ahora=ahora)
