"""Decisiones puras sobre quién responde por cada política."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

# Con estos papeles se formula el plan y se designa enlace: apoyar u operativizar no es responder.
QUE_RESPONDEN = ("LIDER", "COLIDER", "FASE")


@dataclass(frozen=True)
class Fase:
    """Un tramo de una política por fases: qué se hace en él y quiénes lo hacen juntos."""

    numero: int
    nombre: str
    texto: str
    responsables: tuple[str, ...]


def fases(responsabilidades: Iterable) -> list[Fase]:
    """Las fases de la política, en orden; las filas seguidas con el mismo texto son una fase compartida."""
    filas = sorted((r for r in responsabilidades if r.rol == "FASE"), key=lambda r: r.orden)
    return [
        Fase(numero, nombre, texto, tuple(r.responsable for r in grupo))
        for numero, ((nombre, texto), grupo) in enumerate(groupby(filas, key=lambda r: (r.fase, r.texto)), 1)
    ]
