"""Cuándo dos textos dicen lo mismo."""

import hashlib

from mipg.texto import normalizar


def clave_de(texto: str) -> str:
    """Huella del texto como se compara: sin mayúsculas, tildes, signos ni espacios de sobra."""
    return hashlib.sha256(normalizar(texto).encode()).hexdigest()
