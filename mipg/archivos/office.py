"""Documentos de Office y de LibreOffice: macros, objetos, controles y lo que se carga de otro lugar."""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.parsers import expat

from .hallazgo import ACTIVEX, CON_CLAVE, DANADO, DDE, ENLACE_REMOTO, MACROS, OLE, PLANTILLA_REMOTA, Peligro

# Programas dentro de un documento: VBA, macros de Excel 4 y los de LibreOffice.
_MACROS = re.compile(r"vbaproject\.bin$|^(?:xl/(?:intl)?macrosheets|basic|scripts)/")
_TIPO_DE_MACROS = re.compile(rb"macroenabled|vbaproject", re.IGNORECASE)
_TIPO_DE_RELACION = {
    "oleobject": OLE,
    "control": ACTIVEX,
    "activexcontrolbinary": ACTIVEX,
    "vbaproject": MACROS,
    "afchunk": Peligro(
        "otro documento incrustado sin convertir", "Ábralo en Word, guárdelo otra vez y vuelva a subirlo."
    ),
}
# Enlaces que abren un programa en vez de una página.
_ESQUEMAS_QUE_EJECUTAN = re.compile(
    r"(?:javascript|vbscript|data|ms-msdt|ms-appinstaller|search-ms|search|mhtml|its|res|script|shell|jar):",
    re.IGNORECASE,
)
_RUTA = re.compile(r"(file:)?(/*)(?!localhost/)", re.IGNORECASE)
_DE_LA_RED = re.compile(r"(?:https?|ftps?|webdav|smb):", re.IGNORECASE)
_LOCAL = re.compile(r"(?:file:|[a-z]:[\\/])", re.IGNORECASE)
_CON_ESQUEMA = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Lo que una oficina enlaza de la red sin que se ejecute nada: imágenes pegadas de una página, videos.
_MEDIOS = frozenset({"image", "video", "audio", "media"})
# Un libro que toma valores de otro: Excel pregunta antes de traerlos.
_ENTRE_LIBROS = frozenset({"externallinkpath", "xlpathmissing", "xlstartup", "xlalternatestartup", "xllibrary"})
_CAMPO = re.compile(r"<\w*:?instrText\b[^>]*>([^<]*)<|\b\w*:?instr=\"([^\"]*)\"|<\w*:?fldChar\b[^>]*\"(begin)\"")
_CON_DDE = re.compile(r"(?:^|\x00)\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_ODF_QUE_EJECUTA = re.compile(r"vnd\.sun\.star\.script:|<(?:draw:applet|draw:plugin)\b|<script:event-listener\b")
_ODF_REMOTO = re.compile(
    r"<(?:draw:floating-frame|draw:object|draw:object-ole|meta:template|text:section-source|table:table-source)\b"
    r"[^>]*xlink:href=\"((?:https?:|ftp:|smb:|\\\\|//|file://[^/])[^\"]*)\"",
    re.IGNORECASE,
)


def peligro_de_office(comprimido: zipfile.ZipFile) -> Peligro | None:
    """Lo primero que no debe traer un documento de Office (OOXML) o de LibreOffice (ODF) ya abierto."""
    nombres = comprimido.namelist()
    en_minuscula = [nombre.lower() for nombre in nombres]
    if len(set(en_minuscula)) < len(en_minuscula):
        return DANADO  # dos partes con un nombre: cada programa leería una distinta
    if any(map(_MACROS.search, en_minuscula)):
        return MACROS
    if any("/activex/" in nombre for nombre in en_minuscula):
        return ACTIVEX
    revisar = _del_odf if "mimetype" in nombres else _del_ooxml
    return next(filter(None, (revisar(comprimido, nombre) for nombre in nombres)), None)


def _del_ooxml(comprimido: zipfile.ZipFile, nombre: str) -> Peligro | None:
    ruta = PurePosixPath(nombre.lower())
    if ruta.name == "[content_types].xml":
        return MACROS if _TIPO_DE_MACROS.search(_texto(comprimido.read(nombre)).encode()) else None
    if ruta.suffix == ".rels":
        relaciones = _relaciones(comprimido.read(nombre))
        return next(filter(None, (_de_relacion(*relacion) for relacion in relaciones)), None)
    if ruta.suffix != ".xml":
        return None
    if "externallinks" in ruta.parts:
        return DDE if re.search("<(?:\\w+:)?(?:dde|ole)Link\\b", _texto(comprimido.read(nombre))) else None
    if ruta.parts[0] == "word":
        return DDE if _con_dde(_texto(comprimido.read(nombre))) else None
    if ruta.parts[0] == "ppt" and re.search("ppaction://(?:program|macro)", _texto(comprimido.read(nombre))):
        return DDE
    return None


def _de_relacion(tipo: str, destino: str, externa: bool) -> Peligro | None:
    if prohibida := _TIPO_DE_RELACION.get(tipo):
        return prohibida
    if not externa or tipo in _ENTRE_LIBROS:
        return None
    destino = "".join(destino.split())
    if _ESQUEMAS_QUE_EJECUTAN.match(destino):
        return ENLACE_REMOTO
    if tipo == "hyperlink":
        return None
    ajena = _es_de_otra_maquina(destino)
    if tipo in _MEDIOS:
        return ENLACE_REMOTO if ajena else None
    local = _LOCAL.match(destino) or not _CON_ESQUEMA.match(destino)
    if ajena or _DE_LA_RED.match(destino) or not local:
        return PLANTILLA_REMOTA if tipo == "attachedtemplate" else ENLACE_REMOTO
    return None


def _es_de_otra_maquina(destino: str) -> bool:
    """Si es un archivo de otro computador (`file://servidor/a`, con barras o al revés): Windows le manda la clave."""
    if not (ruta := _RUTA.match(destino.replace("\\", "/"))):
        return False
    barras = len(ruta[2])
    return barras >= 2 and not (ruta[1] and barras == 3)


def _relaciones(contenido: bytes) -> Iterator[tuple[str, str, bool]]:
    """Tipo (sin su dirección, en minúsculas), destino y si es externa. Lanza `ExpatError` si no es XML llano."""
    leidas: list[tuple[str, str, bool]] = []

    def al_abrir(etiqueta: str, atributos: dict[str, str]) -> None:
        if etiqueta.rpartition(":")[2] == "Relationship":
            tipo = atributos.get("Type", "").rpartition("/")[2].lower()
            leidas.append((tipo, atributos.get("Target", ""), atributos.get("TargetMode", "").lower() == "external"))

    def sin_dtd(*_) -> None:
        raise expat.ExpatError("un documento de Office no lleva DTD")

    lector = expat.ParserCreate()
    lector.StartElementHandler, lector.StartDoctypeDeclHandler = al_abrir, sin_dtd
    lector.Parse(contenido, True)
    yield from leidas


def _texto(contenido: bytes) -> str:
    """El XML como texto: en UTF-8 o, si lo dice su comienzo, en UTF-16."""
    if contenido[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return contenido.decode("utf-16", "replace")
    if contenido[:2] in (b"<\x00", b"\x00<"):
        return contenido.decode("utf-16-le" if contenido[0] else "utf-16-be", "replace")
    return contenido.decode("utf-8", "replace")


def _con_dde(texto: str) -> bool:
    """Si algún campo de Word empieza por DDE, aunque esté partido en trozos o escrito con entidades."""
    if "instr" not in texto:
        return False
    campos = "".join(
        "\x00" if empieza else f"\x00{sencillo}\x00" if sencillo else trozo
        for trozo, sencillo, empieza in _CAMPO.findall(texto)
    )
    return bool(_CON_DDE.search(html.unescape(campos)))


def _del_odf(comprimido: zipfile.ZipFile, nombre: str) -> Peligro | None:
    if not nombre.lower().endswith(".xml"):
        return None
    texto = _texto(comprimido.read(nombre))
    if nombre == "META-INF/manifest.xml" and "encryption-data" in texto:
        return CON_CLAVE
    if _ODF_QUE_EJECUTA.search(texto):
        return MACROS
    if "office:dde-source" in texto or "text:dde-connection-decl " in texto:
        return DDE
    return ENLACE_REMOTO if _ODF_REMOTO.search(html.unescape(texto)) else None
