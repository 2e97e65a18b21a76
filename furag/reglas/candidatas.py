"""Cuál fila de un archivo de resultados puede ser la de esta entidad: se propone, y lo dice una persona."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from mipg.texto import normalizar

# Lo que hay en el nombre de muchas entidades no distingue a ninguna.
_COMUNES = frozenset(("alcaldia", "mayor", "distrital", "distrito", "municipal", "municipio", "gobernacion"))
_COMUNES |= {"de", "del", "la", "el", "los", "las", "y"}


class Fila(Protocol):
    """Lo que se mira de una entidad medida."""

    codigo_sigep: str
    nombre: str
    municipio: str


def palabra_propia(entidad: str) -> str:
    """La palabra que distingue el nombre de la entidad: «cartagena» en «Alcaldía Mayor de Cartagena de Indias»."""
    return next((palabra for palabra in normalizar(entidad).split() if palabra not in _COMUNES), "")


def la_mas_probable(candidatas: Iterable[Fila], entidad: str, codigo: str) -> int | None:
    """La posición de la que más probablemente es la nuestra, o nula si ninguna o más de una.

    `codigo`, el SIGEP de la que se confirmó otra vez. Sin él, la que tiene el primer nombre («alcaldía») y todas las
    palabras propias del nombre de la entidad, y es de un municipio que también las tiene.
    """
    candidatas = list(candidatas)
    if codigo:
        return _unica([una.codigo_sigep == codigo for una in candidatas])
    clase, *palabras = normalizar(entidad).split()
    propias = {palabra for palabra in palabras if palabra not in _COMUNES}
    return _unica(
        [
            normalizar(una.nombre).startswith(clase)
            and propias <= {*normalizar(una.nombre).split(), *normalizar(una.municipio).split()}
            for una in candidatas
        ]
    )


def _unica(son: Sequence[bool]) -> int | None:
    return son.index(True) if sum(son) == 1 else None
