"""Tareas de Celery de las personas."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def borrar_sesiones_vencidas() -> None:
    """Cada noche: las sesiones vencidas no se acumulan en la base."""
    call_command("clearsessions")
