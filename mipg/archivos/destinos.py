"""A dónde lleva una dirección escrita dentro de un documento."""

import re
from urllib.parse import unquote

DE_LA_RED = re.compile(r"\s*(?:https?|ftps?|webdav|smb):", re.IGNORECASE)
LOCAL = re.compile(r"(?:file:|[a-z]:[\\/])", re.IGNORECASE)
CON_ESQUEMA = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Las que abren un programa en vez de una página.
QUE_EJECUTA = re.compile(
    r"(?:data|ms-msdt|ms-appinstaller|search-ms|search|mhtml|its|res|script|shell|jar):", re.IGNORECASE
)
# Lo que queda al pegar de una página («javascript:void(0)»): ningún programa de oficina lo ejecuta al pulsarlo.
GUION_DE_PAGINA = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)
_RUTA = re.compile(r"(file:)?(/*)(?!localhost/)", re.IGNORECASE)


def es_de_otra_maquina(destino: str) -> bool:
    """Si es un archivo de otro computador (`file://servidor/a`, con barras o al revés): Windows le manda la clave."""
    if not (ruta := _RUTA.match(unquote(destino).strip().replace("\\", "/"))):
        return False
    barras = len(ruta[2])
    return barras >= 2 and not (ruta[1] and barras == 3)
