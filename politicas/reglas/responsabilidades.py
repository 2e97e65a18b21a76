"""Decisiones puras sobre quién responde por cada política."""

from collections.abc import Iterable
from dataclasses import dataclass

from mipg.hechos import Hecho
from mipg.texto import normalizar

# Quien sólo «operativiza» —son todas las dependencias— no es nadie en particular.
PARTICIPA = ~Hecho(rol="OPERATIVIZA")
# Con estos papeles se formula el plan y se designa enlace: apoyar u operativizar no es responder.
QUE_RESPONDEN = ("LIDER", "COLIDER", "FASE")


@dataclass(frozen=True)
class Fase:
    """Un tramo de una política por fases: cómo se llama y quiénes lo hacen juntos."""

    numero: int
    nombre: str
    responsables: tuple[str, ...]


def nombre_de_fase(fila) -> str:
    """Con qué se compara: la fase de varios es la que todos nombran igual, diga lo que diga el texto de cada uno."""
    return normalizar(fila.fase or fila.texto)


def en_fases(responsabilidades: Iterable) -> list[tuple[str, list]]:
    """Las fases de una política, en su orden: cómo se llama cada una y las filas de quienes la hacen juntos."""
    juntas: dict[str, list] = {}
    for fila in sorted((r for r in responsabilidades if r.rol == "FASE"), key=lambda r: r.orden):
        juntas.setdefault(nombre_de_fase(fila), []).append(fila)
    return [(filas[0].fase, filas) for filas in juntas.values()]


def fases(responsabilidades: Iterable) -> list[Fase]:
    """Las fases de la política y quiénes responden de cada una."""
    return [
        Fase(numero, nombre, tuple(fila.responsable for fila in filas))
        for numero, (nombre, filas) in enumerate(en_fases(responsabilidades), 1)
    ]
