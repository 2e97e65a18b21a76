"""Lo que una hoja escribe donde va el nombre de una dependencia y no es su nombre. Todo puro."""

import re

_NUMERO = re.compile(r"^(?:\d+(?:\.\d+)+[.)-]?|\d+[.)-]|[a-z]\)|[ivx]+[.)])\s+(?=\S)", re.IGNORECASE)
_ANTES_U_HOY = re.compile(r"^(?:antes|antiguamente|anteriormente|antigua|hoy|ahora|actualmente)\b\s*:?\s*(?=\S)", re.I)
_DE_OTRO_TIEMPO = re.compile(r"\((?:antes|antigua|anterior|hoy|ahora)\b", re.IGNORECASE)
_SUPRIMIDA = re.compile(r"\b(?:suprimid|liquidad|extint|desaparecid)[oa]s?\b", re.IGNORECASE)
_NOTA_O_TOTAL = re.compile(r":|^\s*(?:sub)?total\b|^\*|^(?:sector|nivel|dependencias)\b|^\d", re.IGNORECASE)


def sin_numero(escrito: str) -> str:
    """El nombre sin la numeración con que lo listan: «1.1 Dirección de Vías» es «Dirección de Vías»."""
    return _NUMERO.sub("", escrito)


def por_que_no_es_un_nombre(escrito: str) -> str:
    """Por qué no puede ser el nombre de una dependencia (es un pie, una nota o un título de grupo); vacío si puede."""
    dicho = f"«{escrito[:80]}»"
    if _NOTA_O_TOTAL.search(escrito):
        return f"{dicho} no es el nombre de una dependencia. Corríjalo, o borre la fila."
    if _SUPRIMIDA.search(escrito):
        return f"{dicho} ya no existe: borre la fila. Si está en el catálogo, suprímala en «Dependencias»."
    if _DE_OTRO_TIEMPO.search(escrito):
        return f"{dicho} dice dos nombres: deje el de hoy y pase el otro a «Alias»."
    if "*" in escrito:
        return f"{dicho} trae una llamada a una nota. Quite el asterisco."
    return ""


def alias_sin_cuando(escrito: str) -> str:
    """El otro nombre sin decir de cuándo es: «antes: Gerencia de Servicios» es «Gerencia de Servicios»."""
    return _ANTES_U_HOY.sub("", escrito)
