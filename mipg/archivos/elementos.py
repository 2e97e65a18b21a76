"""Qué elemento de un documento de Office (OOXML) o de LibreOffice (ODF) ejecuta, incrusta o trae algo de afuera."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .destinos import CON_ESQUEMA, DE_LA_RED, GUION_DE_PAGINA, LOCAL, QUE_EJECUTA, es_de_otra_maquina
from .hallazgo import (
    ACTIVEX,
    CON_CLAVE,
    DDE,
    ENLACE_QUE_EJECUTA,
    ENLACE_REMOTO,
    MACROS,
    OLE,
    PLANTILLA_REMOTA,
    SE_ACTUALIZA_SOLO,
    Peligro,
)

_TIPO_DE_MACROS = re.compile(r"macroenabled|vbaproject|macrosheet", re.IGNORECASE)
_TIPO_DE_RELACION = {
    "oleobject": OLE,
    "control": ACTIVEX,
    "activexcontrolbinary": ACTIVEX,
    "vbaproject": MACROS,
    "xlmacrosheet": MACROS,
    "xlintlmacrosheet": MACROS,
    "afchunk": Peligro(
        "otro documento incrustado sin convertir", "Ábralo en Word, guárdelo otra vez y vuelva a subirlo."
    ),
}
# Lo que una oficina enlaza de la red sin que se ejecute nada: imágenes pegadas de una página, videos.
_MEDIOS = frozenset({"image", "video", "audio", "media"})
# Un libro que toma valores de otro: Excel pregunta antes de traerlos.
_ENTRE_LIBROS = frozenset({"externallinkpath", "xlpathmissing", "xlstartup", "xlalternatestartup", "xllibrary"})
_EJECUTA_AL_PULSAR = re.compile(r"ppaction://(?:program|macro)", re.IGNORECASE)
_GUION_DE_LIBREOFFICE = re.compile(r"\s*(?:vnd\.sun\.star\.script|macro):", re.IGNORECASE)
_DE_GOLPE = {
    **dict.fromkeys(("ddeLink", "oleLink", "dde-source", "dde-link", "dde-connection-decl"), DDE),
    **dict.fromkeys(("macrosheet", "applet", "plugin"), MACROS),
    "encryption-data": CON_CLAVE,
}
# Lo que LibreOffice trae solo de donde diga su dirección.
_SE_CARGAN_SOLOS = frozenset(
    {"floating-frame", "object", "object-ole", "template", "section-source", "table-source", "cell-range-source"}
    | {"auto-reload"}
)
_CONSULTAS = frozenset({"webPr", "dbPr", "olapPr", "textPr"})
# Power Query: casi siempre da forma a tablas del mismo libro, y Excel pregunta antes de salir.
_POWER_QUERY = "Microsoft.Mashup"


@dataclass
class Elementos:
    """Lo que se va viendo en las partes de un documento."""

    _se_actualiza: bool = False
    _consulta_afuera: bool = False

    def mirar(self, etiqueta: str, atributos: dict[str, str]) -> Peligro | None:
        """Lo que no debe traer un elemento, sin su prefijo: cualquiera puede ponerle otro."""
        if etiqueta in _DE_GOLPE:
            return _DE_GOLPE[etiqueta]
        if etiqueta == "Relationship":
            return _de_relacion(atributos)
        if etiqueta in ("Override", "Default"):
            return MACROS if _TIPO_DE_MACROS.search(atributos.get("ContentType", "")) else None
        if etiqueta in ("customUI", "reference") and any(map(_es_de_afuera, atributos.values())):
            return PLANTILLA_REMOTA
        if any(map(_EJECUTA_AL_PULSAR.match, atributos.values())):
            return DDE
        if any(map(_GUION_DE_LIBREOFFICE.match, atributos.values())):
            return MACROS
        return _de_sus_direcciones(etiqueta, atributos) or self._de_una_consulta(etiqueta, atributos)

    def _de_una_consulta(self, etiqueta: str, atributos: dict[str, str]) -> Peligro | None:
        self._se_actualiza |= etiqueta in ("connection", "queryTable") and atributos.get("refreshOnLoad") in (
            "1",
            "true",
        )
        self._consulta_afuera |= etiqueta in _CONSULTAS and _POWER_QUERY not in atributos.get("connection", "")
        return SE_ACTUALIZA_SOLO if self._se_actualiza and self._consulta_afuera else None


def _es_de_afuera(destino: str) -> bool:
    return bool(DE_LA_RED.match(destino)) or es_de_otra_maquina(destino)


def _direcciones(atributos: dict[str, str]) -> Iterator[str]:
    return (valor for clave, valor in atributos.items() if clave.rpartition(":")[2] == "href")


def _de_sus_direcciones(etiqueta: str, atributos: dict[str, str]) -> Peligro | None:
    for destino in _direcciones(atributos):
        if etiqueta == "a":
            if QUE_EJECUTA.match(destino.strip()):
                return ENLACE_QUE_EJECUTA
        elif es_de_otra_maquina(destino) or (etiqueta in _SE_CARGAN_SOLOS and DE_LA_RED.match(destino)):
            return ENLACE_REMOTO
    return None


def _de_relacion(atributos: dict[str, str]) -> Peligro | None:
    tipo = atributos.get("Type", "").rpartition("/")[2].lower()
    if prohibida := _TIPO_DE_RELACION.get(tipo):
        return prohibida
    if atributos.get("TargetMode", "").lower() != "external" or tipo in _ENTRE_LIBROS:
        return None
    return _del_destino(tipo, "".join(atributos.get("Target", "").split()))


def _del_destino(tipo: str, destino: str) -> Peligro | None:
    if tipo == "hyperlink":
        return ENLACE_QUE_EJECUTA if QUE_EJECUTA.match(destino) else None
    if QUE_EJECUTA.match(destino) or GUION_DE_PAGINA.match(destino):
        return ENLACE_REMOTO
    ajena = es_de_otra_maquina(destino)
    if tipo in _MEDIOS:
        return ENLACE_REMOTO if ajena else None
    local = LOCAL.match(destino) or not CON_ESQUEMA.match(destino)
    if ajena or DE_LA_RED.match(destino) or not local:
        return PLANTILLA_REMOTA if tipo == "attachedtemplate" else ENLACE_REMOTO
    return None
