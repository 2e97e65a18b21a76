"""Las sesiones abiertas de una persona: desde dónde entró en cada una, cuándo, y cuándo la usó por última vez.

`allauth.usersessions` anota cada ingreso; el último uso lo sabe la sesión misma, que se renueva a lo sumo cada cinco
minutos: así mirar una página no escribe nada más.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from mipg.usuarios.middleware import INICIO, RENOVADA
from mipg.usuarios.models import Usuario

# Las que se muestran; «cerrar las demás» las cierra todas.
A_LA_VISTA = 50
# Lo que dice el navegador → cómo se llama; el primero que esté. Todos dicen además ser otro.
_NAVEGADORES = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SISTEMAS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class SesionAbierta:
    """Un ingreso que todavía vale. `direccion`: la IP desde la que se entró."""

    equipo: str
    direccion: str
    desde: datetime
    ultimo_uso: datetime
    es_esta: bool


def equipo(agente: str) -> str:
    """«Firefox en Windows», según lo que el navegador dice de sí mismo."""
    navegador = next((nombre for marca, nombre in _NAVEGADORES if marca in agente), "Otro navegador")
    sistema = next((nombre for marca, nombre in _SISTEMAS if marca in agente), "")
    return f"{navegador} en {sistema}" if sistema else navegador


def abiertas(persona: Usuario, *, esta: UserSession, ahora: datetime) -> list[SesionAbierta]:
    """Las (últimas `A_LA_VISTA`) sesiones con que se puede seguir entrando.

    `esta`: desde la que se pregunta, que se muestra aunque no se haya anotado al entrar.
    """
    return sorted(_abiertas(persona, esta, ahora), key=lambda s: (s.es_esta, s.ultimo_uso), reverse=True)


def _abiertas(persona: Usuario, esta: UserSession, ahora: datetime) -> Iterator[SesionAbierta]:
    suyas = UserSession.objects.filter(user=persona).order_by("-created_at", "-pk")[:A_LA_VISTA]
    anotadas = {una.session_key: una for una in (esta, *suyas)}
    huella, maxima = persona.get_session_auth_hash(), timedelta(seconds=settings.SESION_MAXIMA)
    for sesion in Session.objects.filter(session_key__in=anotadas, expire_date__gt=ahora):
        datos, anotada = sesion.get_decoded(), anotadas[sesion.session_key]
        desde = _instante(datos.get(INICIO)) or anotada.created_at
        # Al cambiar la clave las demás sesiones mueren, aunque su fila siga ahí.
        if datos.get(HASH_SESSION_KEY) == huella and ahora - desde <= maxima:
            usada = _instante(datos.get(RENOVADA)) or desde
            yield SesionAbierta(
                equipo(anotada.user_agent), anotada.ip, desde, usada, sesion.session_key == esta.session_key
            )


def conservar(request: HttpRequest) -> None:
    """La sesión de quien pide sigue, con otra llave, aunque acabe de cortar todos sus accesos."""
    request.user.refresh_from_db(fields=["sello"])
    update_session_auth_hash(request, request.user)
    UserSession.objects.create_from_request(request)


def _instante(segundos: int | None) -> datetime | None:
    return datetime.fromtimestamp(segundos, UTC) if segundos else None
