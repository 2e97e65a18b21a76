"""Decisiones puras: en qué tramo va un plazo, cuándo se reintenta un envío y cuándo ya no tiene caso."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError
from django.core.validators import validate_email

from mipg.reglas import Transiciones

# Un mensaje se arrienda para enviarlo; si quien lo envía muere, otro lo retoma al vencer el arriendo.
TRANSICIONES: Transiciones = {
    "PENDIENTE": {"arrendar": ["ENVIANDO"], "anular": ["ANULADO"]},
    "ENVIANDO": {
        "arrendar": ["ENVIANDO"],
        "enviar": ["ENVIADO"],
        "reintentar": ["PENDIENTE"],
        "negar": ["FALLIDO"],
        "agotar": ["FALLIDO"],
        "anular": ["ANULADO"],
    },
    "ENVIADO": {},
    "FALLIDO": {},
    "ANULADO": {},
}
# Lo que el servidor contesta de un buzón, con su código ampliado (RFC 3463) o sin él.
_DE_LA_DIRECCION = (501, 550, 551, 553)
_AMPLIADO = re.compile(rb"^(\d\.\d+\.\d+)")
DIAS_DESPUES = (1, 3, 5)
CADA_DESPUES = 5


def tramo(faltan: int, dias_aviso: Sequence[int]) -> int | None:
    """Tramo del plazo en el que se está, o `None` si todavía es pronto.

    `faltan`: días hábiles para el vencimiento (negativo: los que pasaron). `dias_aviso`: p. ej. (15, 5, 1); el
    día mismo (0) siempre cuenta. Se dice el último umbral **alcanzado**, no el que cae justo hoy: si un día no
    corrió la tarea, el aviso sale al siguiente.
    """
    if faltan >= 0:
        alcanzados = [umbral for umbral in (*dias_aviso, 0) if faltan <= umbral]
        return min(alcanzados, default=None)
    pasaron = -faltan
    if pasaron > DIAS_DESPUES[-1]:
        return -(pasaron - pasaron % CADA_DESPUES)
    return -max(umbral for umbral in DIAS_DESPUES if umbral <= pasaron)


def espera(intentos: int) -> timedelta:
    """Cuánto esperar tras el intento fallido número `intentos`: 1, 4, 16, 64… minutos, a lo sumo seis horas."""
    return min(timedelta(minutes=4 ** (intentos - 1)), timedelta(hours=6))


def problema_de_destino(destino: str) -> str:
    """Por qué no se le puede escribir a esa dirección; vacío si se puede."""
    if not destino.strip():
        return "No tiene correo a donde escribirle."
    try:
        validate_email(destino)
    except ValidationError:
        return f"«{destino}» no es una dirección de correo."
    if any(unicodedata.category(letra)[0] == "C" for letra in destino):
        return "La dirección de correo trae caracteres que no se ven. Escríbala de nuevo."
    return ""


def es_definitivo(error: Exception) -> bool:
    """Si volver a intentar el envío no lo arregla: la dirección no existe o el mensaje no se puede armar.

    Que el servidor esté lleno, no deje enviar desde aquí o cuide su cuota no es de la dirección.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return all(_es_de_la_direccion(codigo, dicho) for codigo, dicho in error.recipients.values())
    return isinstance(error, BadHeaderError | UnicodeError)


def _es_de_la_direccion(codigo: int, dicho: bytes) -> bool:
    ampliado = _AMPLIADO.match(dicho)
    return ampliado[1].startswith(b"5.1.") if ampliado else codigo in _DE_LA_DIRECCION
