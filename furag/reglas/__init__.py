"""Decisiones puras de la medición y del mejoramiento."""

from mipg.reglas import Transiciones

# Nadie ve lo cargado hasta que alguien lo confirma; lo que rigió se reemplaza, no se borra.
TRANSICIONES_DE_CARGA: Transiciones = {
    "PREPARADA": {"confirmar": ["VIGENTE"], "descartar": ["DESCARTADA"]},
    "VIGENTE": {"reemplazar": ["REEMPLAZADA"]},
    "REEMPLAZADA": {},
    "DESCARTADA": {},
}
TRANSICIONES_DE_RECOMENDACION: Transiciones = {
    "PENDIENTE": {"acoger": ["ACOGIDA"], "descartar": ["DESCARTADA"]},
    "ACOGIDA": {"descartar": ["DESCARTADA"], "reabrir": ["PENDIENTE"]},
    "DESCARTADA": {"acoger": ["ACOGIDA"], "reabrir": ["PENDIENTE"]},
}
# Sólo lo que alguien decidió; «en ejecución», «ejecutada», «vencida» y «cerrada» se derivan.
TRANSICIONES_DE_MEJORA: Transiciones = {
    "FORMULADA": {"suscribir": ["SUSCRITA"]},
    "SUSCRITA": {"verificar": ["CUMPLIDA", "NO_CUMPLIDA"], "anular suscripción": ["FORMULADA"]},
    "CUMPLIDA": {"anular verificación": ["SUSCRITA"]},
    "NO_CUMPLIDA": {"anular verificación": ["SUSCRITA"]},
}
