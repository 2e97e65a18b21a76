"""Cuál de las nueve estrategias del modelo dice una celda; sólo la que se entiende sin dudas."""

import re
from collections.abc import Mapping

from mipg.texto import normalizar

# Cómo empieza el nombre de cada una, normalizado: el del documento y los que se le dicen.
_NOMBRES: Mapping[str, tuple[str, ...]] = {
    "1": ("formulacion de planes institucionales", "planes institucionales"),
    "2": ("formulacion de planes de accion", "planes de accion"),
    "3": ("sensibilizacion",),
    "4": ("mipg en accion",),
    "5": ("gran lider",),
    "6": ("metodologia furag",),
    "7": ("socializacion de resultados", "socializacion"),
    "8": ("formulacion y aprobacion de planes de mejoramiento", "planes de mejoramiento"),
    "9": ("autodiagnostico", "reflexion inicial"),
}
_NUMERO = re.compile(r"(?:e|(?:estrategias? )?(?:(?:n|no|nro|num|numero) )?(?:o )?)0*([1-9])(?: (.+))?")


def leer_estrategia(texto: str) -> str:
    """Su número («5»), por él, por su nombre o por los dos si dicen lo mismo; vacío si no está claro cuál es.

    «1 y 2», «1.1» y «1 de marzo» no dicen ninguna.
    """
    dicho = normalizar(texto)
    if hallado := _NUMERO.fullmatch(dicho):
        numero, nombre = hallado.groups()
        return numero if not nombre or _por_nombre(nombre) == numero else ""
    return _por_nombre(dicho.removeprefix("estrategia "))


def _por_nombre(dicho: str) -> str:
    nombrados = {n for n, nombres in _NOMBRES.items() if any(nombre in dicho for nombre in nombres)}
    empieza = any(dicho.startswith(nombre) for nombres in _NOMBRES.values() for nombre in nombres)
    return nombrados.pop() if empieza and len(nombrados) == 1 else ""
