"""Tareas de Celery: miran el reloj y llaman la acción."""

from celery import shared_task
from django.utils import timezone

from mipg.avisos import acciones


@shared_task
def despachar_mensajes() -> int:
    """Cada minuto: envía lo que está por salir."""
    return acciones.despachar(ahora=timezone.now())


@shared_task
def avisar_vencimientos() -> int:
    """Cada mañana: un resumen por persona con lo que vence."""
    return acciones.avisar_vencimientos(ahora=timezone.now(), hoy=timezone.localdate())
