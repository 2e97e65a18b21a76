"""Comparar textos como los compara una persona: sin tildes, mayúsculas, signos ni espacios de sobra."""

import re
import unicodedata

_SEPARADORES = re.compile(r"[\W_]+", re.UNICODE)


def sin_tildes(texto: str) -> str:
    """Devuelve `texto` sin diacríticos («Dirección» → «Direccion», «año» → «ano»)."""
    descompuesto = unicodedata.normalize("NFKD", texto)
    return "".join(letra for letra in descompuesto if not unicodedata.combining(letra))


def normalizar(texto: object) -> str:
    """Devuelve la forma con la que se comparan nombres y encabezados: minúsculas, sin tildes, sin signos, un espacio.

    >>> normalizar("  Dirección Adm. de  Talento-Humano ")
    'direccion adm de talento humano'
    """
    return _SEPARADORES.sub(" ", sin_tildes(str(texto)).casefold()).strip()
