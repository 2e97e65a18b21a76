"""Cuándo dos textos dicen lo mismo, y cuándo casi."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from mipg.texto import normalizar

# «3. Documentar…»: el puesto en la lista cambia de una entrega a otra y no es parte de lo que se recomienda.
_PUESTO = re.compile(r"\s*\d{1,3}(?:\.\d{1,3})*\s*(?:[.)](?!\d)|[-–](?=\s))\s*(?=[^\d\s])")
_C = TypeVar("_C")
# Con menos en común, son dos recomendaciones.
CASI = 0.7


def sin_puesto(texto: str) -> str:
    """El texto sin el número de lista con que empieza.

    >>> sin_puesto("3. Documentar los lineamientos")
    'Documentar los lineamientos'
    >>> sin_puesto("2025 fue el año")
    '2025 fue el año'
    """
    return _PUESTO.sub("", texto, count=1) if _PUESTO.match(texto) else texto


def clave_de(texto: str) -> str:
    """Huella del texto como se compara: sin su puesto en la lista, mayúsculas, tildes, signos ni espacios de sobra."""
    return hashlib.sha256(normalizar(sin_puesto(texto)).encode()).hexdigest()


def palabras_de(texto: str) -> tuple[str, ...]:
    """Las palabras de un texto, como se comparan."""
    return tuple(normalizar(sin_puesto(texto)).split())


def los_mas_parecidos(
    dicho: tuple[str, ...], entre: Iterable[tuple[_C, tuple[str, ...]]], cuantos: int = 3
) -> list[_C]:
    """De `entre` (clave, palabras), las claves de los que casi dicen lo mismo, el más parecido primero.

    Se comparan en orden sólo los que más palabras comparten: comparar todos con todos tarda lo que nadie espera.
    """
    comparten = [(_en_comun(dicho, otras), n, clave, otras) for n, (clave, otras) in enumerate(entre)]
    cercanos = sorted((c for c in comparten if c[0] >= CASI), key=lambda c: (-c[0], c[1]))[: 2 * cuantos]
    mide = SequenceMatcher(None, autojunk=False)
    mide.set_seq2(dicho)
    hallados = []
    for _, n, clave, otras in cercanos:
        mide.set_seq1(otras)
        hallados.append((mide.ratio(), n, clave))
    hallados = sorted((h for h in hallados if h[0] >= CASI), key=lambda h: (-h[0], h[1]))
    return [clave for _, _, clave in hallados[:cuantos]]


def _en_comun(unas: tuple[str, ...], otras: tuple[str, ...]) -> float:
    """Qué parte de las palabras comparten, sin mirar en qué orden, de 0 a 1: nunca menos que su parecido."""
    total = len(unas) + len(otras)
    if not total or 2 * min(len(unas), len(otras)) / total < CASI:
        return 0
    return 2 * (_bolsa(unas) & _bolsa(otras)).total() / total


@lru_cache(maxsize=4_096)
def _bolsa(palabras: tuple[str, ...]) -> Counter[str]:
    return Counter(palabras)
