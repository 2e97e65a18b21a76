"""Tareas de Celery del expediente."""

from celery import shared_task
from django.utils import timezone

from mipg.expediente import acciones


@shared_task
def barrer_huerfanos() -> int:
    """Cada madrugada: borra archivos sin fila."""
    return acciones.barrer_huerfanos(ahora=timezone.now())
