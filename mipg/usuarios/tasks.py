"""Tareas de Celery de las personas."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from mipg.usuarios.acciones.cambios import aplicar_vencidos


@shared_task
def borrar_sesiones_vencidas() -> None:
    """Cada noche: las sesiones vencidas no se acumulan en la base."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@shared_task
def aplicar_cambios() -> int:
    """Cada diez minutos: los cambios de cuenta que ya esperaron se aplican. Devuelve cuántos."""
    return aplicar_vencidos(ahora=timezone.now())
