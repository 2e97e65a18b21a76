"""Cuándo dos textos dicen lo mismo, y cuándo casi."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
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


def parecido(unas: tuple[str, ...], otras: tuple[str, ...]) -> float:
    """Qué tanto se parecen dos textos en palabras, de 0 a 1; 0 si no llegan a `CASI`."""
    total = len(unas) + len(otras)
    if not total or 2 * min(len(unas), len(otras)) / total < CASI:
        return 0
    if 2 * (Counter(unas) & Counter(otras)).total() / total < CASI:
        return 0
    comun = SequenceMatcher(None, unas, otras, autojunk=False).ratio()
    return comun if comun >= CASI else 0


def los_mas_parecidos(
    dicho: tuple[str, ...], entre: Iterable[tuple[_C, tuple[str, ...]]], cuantos: int = 3
) -> list[_C]:
    """De `entre` (clave, palabras), las claves de los que casi dicen lo mismo, el más parecido primero."""
    medidos = [(parecido(dicho, otras), n, clave) for n, (clave, otras) in enumerate(entre)]
    hallados = sorted((m for m in medidos if m[0]), key=lambda m: (-m[0], m[1]))
    return [clave for _, _, clave in hallados[:cuantos]]
