"""Tareas de Celery de las personas."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.management import call_command


@shared_task
def borrar_sesiones_vencidas() -> None:
    """Cada noche: las sesiones vencidas no se acumulan en la base."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
