"""Decisiones puras sobre quién responde por cada política."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

# Con estos papeles se formula el plan y se designa enlace: apoyar u operativizar no es responder.
QUE_RESPONDEN = ("LIDER", "COLIDER", "FASE")


def difieren(rigen: Iterable, fuentes: Iterable) -> bool:
    """Dice si las fuentes que rigen una política nombran responsables distintos.

    `rigen`: sus responsabilidades de un año; `fuentes`: las que cubren ese año. Compara quién y con qué papel;
    «operativiza» no cuenta, porque es de todas las dependencias. La tabla de un documento que la calla también difiere:
    debía nombrarlas todas; un acto nombra las que cambia.
    """
    rigen = [r for r in rigen if r.rol != "OPERATIVIZA"]
    suyas = {r.fuente_id for r in rigen}
    desde = max((f.desde for f in fuentes if f.pk in suyas), default=None)
    segun = {f.pk: set() for f in fuentes if f.pk in suyas or (f.clase == "DOCUMENTO" and f.desde == desde)}
    for r in rigen:
        segun[r.fuente_id].add((r.dependencia_id, r.instancia_id, r.rol))
    return any(uno != otro for uno, otro in pairwise(segun.values()))


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
