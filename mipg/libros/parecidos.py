"""A qué se parece un nombre que no se reconoce. Todo puro."""

import difflib
import re
from collections.abc import Iterable

from mipg.texto import normalizar

_CASI = 0.85
_NO_DISTINGUEN = frozenset(["de", "del", "la", "las", "los", "el", "y", "e", "a", "para", "distrital", "distrito"])
_CIFRAS = re.compile(r"\d+")


def parecidos(dicho: str, nombres: Iterable[str], *, cuantos: int = 3, desde: float = 0.6) -> list[str]:
    """De `nombres` (normalizados), los que más se parecen a lo escrito, el más parecido primero."""
    return difflib.get_close_matches(normalizar(dicho), nombres, n=cuantos, cutoff=desde)


def casi_iguales(dicho: str, nombres: Iterable[str]) -> list[str]:
    """De `nombres` (normalizados), los que pueden ser lo mismo escrito de otra manera: «Secretaría Hacienda».

    Difieren en pocas letras, o uno dice todas las palabras del otro. «Oficina 1» y «Oficina 2» son dos.
    """
    clave, nombres = normalizar(dicho), list(nombres)
    suyas, cifras = _palabras(clave), _CIFRAS.findall(clave)
    contenidos = [nombre for nombre in nombres if _se_contienen(suyas, _palabras(nombre))]
    cercanos = dict.fromkeys([*parecidos(clave, nombres, desde=_CASI), *contenidos])
    return [nombre for nombre in cercanos if _CIFRAS.findall(nombre) == cifras]


def decir_parecidos(nombres: Iterable[str], si_no_hay: str = "") -> str:
    """« Se parecen: «A», «B».», cada nombre una vez; sin ninguno, `si_no_hay`."""
    dichos = dict.fromkeys(f"«{nombre}»" for nombre in nombres)
    return f" Se parecen: {', '.join(dichos)}." if dichos else si_no_hay


def _palabras(nombre: str) -> frozenset[str]:
    return frozenset(nombre.split()) - _NO_DISTINGUEN


def _se_contienen(unas: frozenset[str], otras: frozenset[str]) -> bool:
    # Con una sola palabra («Oficina», una sigla) casi todo la contiene.
    return min(len(unas), len(otras)) > 1 and (unas <= otras or otras <= unas)
