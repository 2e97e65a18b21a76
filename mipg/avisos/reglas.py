"""Decisiones puras del recordatorio: en qué tramo va un plazo y cuánto esperar para reintentar un envío."""

from collections.abc import Sequence
from datetime import timedelta

from mipg.reglas import Transiciones

# Un mensaje se arrienda para enviarlo; si quien lo envía muere, otro lo retoma al vencer el arriendo.
TRANSICIONES: Transiciones = {
    "PENDIENTE": {"arrendar": ["ENVIANDO"], "anular": ["ANULADO"]},
    "ENVIANDO": {
        "arrendar": ["ENVIANDO"],
        "enviar": ["ENVIADO"],
        "reintentar": ["PENDIENTE"],
        "agotar": ["FALLIDO"],
        "anular": ["ANULADO"],
    },
    "ENVIADO": {},
    "FALLIDO": {},
    "ANULADO": {},
}
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
