"""Cuánto falta, dicho como lo diría una persona, y en qué grupo de «Mis pendientes» cae cada plazo."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mipg.fechas import habiles_entre
from mipg.obligaciones import Obligacion

VENCIDAS, SEMANA, DESPUES = "vencidas", "semana", "despues"
TITULOS: Mapping[str, str] = {VENCIDAS: "Vencidas", SEMANA: "Hoy y esta semana", DESPUES: "Después"}
CLASES: Mapping[str, str] = {VENCIDAS: "error", SEMANA: "aviso", DESPUES: ""}


@dataclass(frozen=True)
class Pendiente:
    """Una obligación con su plazo dicho en días hábiles y el grupo al que pertenece."""

    obligacion: Obligacion
    grupo: str
    plazo: str

    @property
    def clase(self) -> str:
        """Variante de la insignia de estado."""
        return CLASES[self.grupo]


def grupo_de(vence: date, hoy: date) -> str:
    """`vencidas`, `semana` (hasta el domingo de la semana de `hoy`) o `despues`."""
    if vence < hoy:
        return VENCIDAS
    return SEMANA if vence <= hoy + timedelta(days=6 - hoy.weekday()) else DESPUES


def en_palabras(faltan: int, vence: date, hoy: date) -> str:
    """`faltan` días hábiles (negativo: los que pasaron) como frase: «Faltan 3 días hábiles», «Vence hoy»…"""
    if vence == hoy:
        return "Vence hoy"
    if vence < hoy:
        if not faltan:
            return "Venció el último día hábil"
        return f"Venció hace {-faltan} día{'s' if faltan != -1 else ''} hábil{'es' if faltan != -1 else ''}"
    if not faltan:
        return "Vence antes del próximo día hábil"
    return "Falta 1 día hábil" if faltan == 1 else f"Faltan {faltan} días hábiles"


def con_plazo(obligaciones: Iterable[Obligacion], hoy: date, asuetos: Collection[date]) -> list[Pendiente]:
    """Las obligaciones, en el mismo orden, con su plazo en palabras."""
    frases: dict[date, str] = {}
    pendientes = []
    for obligacion in obligaciones:
        vence = obligacion.vence
        if vence not in frases:
            frases[vence] = en_palabras(habiles_entre(hoy, vence, asuetos), vence, hoy)
        pendientes.append(Pendiente(obligacion, grupo_de(vence, hoy), frases[vence]))
    return pendientes
