"""Tareas de Celery: miran el reloj y llaman la acción."""

from celery import shared_task
from django.utils import timezone

from mipg.avisos import acciones

LOTES = 50


@shared_task
def despachar_mensajes() -> int:
    """Cada minuto: envía por lotes lo que está por salir, y devuelve cuántos salieron."""
    salieron = 0
    for _ in range(LOTES):
        # Cada lote con su hora: el arriendo de sus mensajes empieza cuando se toman.
        del_lote = acciones.despachar(ahora=timezone.now())
        if not del_lote:
            break
        salieron += del_lote
    return salieron


@shared_task
def avisar_vencimientos() -> int:
    """Cada mañana: un resumen por persona con lo que vence."""
    return acciones.avisar_vencimientos(ahora=timezone.now(), hoy=timezone.localdate())
