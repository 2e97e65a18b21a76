"""Decisiones puras sobre quién responde por cada política."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


def difieren(responsabilidades: Iterable) -> bool:
    """Dice si las dos tablas del documento nombran responsables distintos para la política.

    Compara quién y con qué papel; «operativiza» no cuenta, porque es de todas las dependencias.
    """
    segun: dict[str, set] = {"POLITICAS": set(), "ACTORES": set()}
    for r in responsabilidades:
        if r.rol != "OPERATIVIZA":
            segun[r.fuente].add((r.dependencia_id, r.instancia_id, r.rol))
    return segun["POLITICAS"] != segun["ACTORES"]


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
