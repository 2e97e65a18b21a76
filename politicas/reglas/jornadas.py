"""Decisiones puras sobre jornadas."""

from mipg.reglas import Transiciones

TRANSICIONES_DE_JORNADA: Transiciones = {
    "PROGRAMADA": {"realizar": ["REALIZADA"], "anular": ["ANULADA"]},
    "REALIZADA": {"reabrir": ["PROGRAMADA"]},
    "ANULADA": {"reabrir": ["PROGRAMADA"]},
}
