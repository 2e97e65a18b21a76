"""Documentos de Office y de LibreOffice: macros, objetos, controles y lo que se carga de otro lugar."""

import re
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from xml.parsers import expat

from .hallazgo import ACTIVEX, BOMBA, CON_CLAVE, DANADO, DDE, ENLACE_REMOTO, MACROS, OLE, PLANTILLA_REMOTA, Peligro

# Programas dentro de un documento: VBA, macros de Excel 4 y los de LibreOffice.
_MACROS = re.compile(r"vbaproject\.bin$|^(?:xl/(?:intl)?macrosheets|basic|scripts)/")
_TIPO_DE_MACROS = re.compile(r"macroenabled|vbaproject", re.IGNORECASE)
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
_CON_DDE = re.compile(r"(?:^|\x00)\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_EJECUTA_AL_PULSAR = re.compile(r"ppaction://(?:program|macro)", re.IGNORECASE)
_ENTRE_PROGRAMAS = frozenset({"ddeLink", "oleLink", "dde-source", "dde-connection-decl"})
# Lo que LibreOffice trae solo de donde diga su dirección.
_SE_CARGAN_SOLOS = frozenset({"floating-frame", "object", "object-ole", "template", "section-source", "table-source"})
# Más texto, fuera de las celdas de un libro, no lo escribió nadie; leerlo costaría segundos.
_XML_MAXIMO = 32 * 1024 * 1024

Mirada = Callable[[str, dict[str, str]], Peligro | None]


def peligro_de_office(comprimido: zipfile.ZipFile) -> Peligro | None:
    """Lo primero que no debe traer un documento de Office (OOXML) o de LibreOffice (ODF) ya abierto."""
    nombres = comprimido.namelist()
    en_minuscula = [nombre.lower() for nombre in nombres]
    if len(set(en_minuscula)) < len(en_minuscula):
        return DANADO  # dos partes con un nombre: cada programa leería una distinta
    if sum(m.file_size for m in comprimido.infolist() if _se_lee(m.filename.lower())) > _XML_MAXIMO:
        return BOMBA
    if any(map(_MACROS.search, en_minuscula)):
        return MACROS
    if any("/activex/" in nombre for nombre in en_minuscula):
        return ACTIVEX
    revisar = _del_odf if "mimetype" in nombres else _del_ooxml
    return next(filter(None, (revisar(comprimido, nombre) for nombre in nombres)), None)


def _se_lee(nombre: str) -> bool:
    celdas = nombre.startswith("xl/") and "externallinks" not in nombre
    return nombre.endswith(".rels") or (nombre.endswith(".xml") and not celdas)


def _del_ooxml(comprimido: zipfile.ZipFile, nombre: str) -> Peligro | None:
    ruta = PurePosixPath(nombre.lower())
    if ruta.name == "[content_types].xml":
        return _recorrer(comprimido.read(nombre), _de_un_tipo)
    if ruta.suffix == ".rels":
        return _recorrer(comprimido.read(nombre), _de_relacion)
    if ruta.suffix != ".xml":
        return None
    if "externallinks" in ruta.parts or ruta.parts[0] == "ppt":
        return _recorrer(comprimido.read(nombre), _de_un_vinculo)
    return _de_los_campos(comprimido.read(nombre)) if ruta.parts[0] == "word" else None


def _de_un_tipo(_etiqueta: str, atributos: dict[str, str]) -> Peligro | None:
    return MACROS if _TIPO_DE_MACROS.search(atributos.get("ContentType", "")) else None


def _de_un_vinculo(etiqueta: str, atributos: dict[str, str]) -> Peligro | None:
    ejecuta = any(map(_EJECUTA_AL_PULSAR.match, atributos.values()))
    return DDE if ejecuta or etiqueta in _ENTRE_PROGRAMAS else None


def _de_relacion(etiqueta: str, atributos: dict[str, str]) -> Peligro | None:
    if etiqueta != "Relationship":
        return None
    tipo = atributos.get("Type", "").rpartition("/")[2].lower()
    if prohibida := _TIPO_DE_RELACION.get(tipo):
        return prohibida
    if atributos.get("TargetMode", "").lower() != "external" or tipo in _ENTRE_LIBROS:
        return None
    return _del_destino(tipo, "".join(atributos.get("Target", "").split()))


def _del_destino(tipo: str, destino: str) -> Peligro | None:
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


def _recorrer(contenido: bytes, mirar: Mirada, al_texto: Callable[[str], None] | None = None, al_cerrar=None):
    """Lo primero que `mirar(elemento, atributos)` halle, sin prefijos: cualquiera puede ponerles otro.

    Una parte vacía no trae nada: LibreOffice deja así la de atajos. Lanza `ExpatError` si no es XML llano.
    """
    if not contenido.strip():
        return None
    hallados: list[Peligro] = []

    def al_abrir(etiqueta: str, atributos: dict[str, str]) -> None:
        if not hallados and (hallado := mirar(etiqueta.rpartition(":")[2], atributos)):
            hallados.append(hallado)

    def sin_entidades(*_) -> None:
        raise expat.ExpatError("un documento de oficina no define entidades")

    lector = expat.ParserCreate()
    lector.StartElementHandler = al_abrir
    # Los OpenOffice viejos nombran su DTD; lo que esconde texto es definir entidades o traerlas de afuera.
    lector.EntityDeclHandler = lector.SkippedEntityHandler = sin_entidades
    lector.CharacterDataHandler, lector.EndElementHandler = al_texto, al_cerrar
    lector.Parse(contenido, True)
    return next(iter(hallados), None)


def _de_los_campos(contenido: bytes) -> Peligro | None:
    """Si algún campo de Word empieza por DDE, aunque esté partido en trozos o escrito con entidades."""
    # Los nombres no se pueden disfrazar; en UTF-16 van con ceros.
    if b"instr" not in contenido and b"\x00" not in contenido[:4]:
        return None
    escrito: list[str] = []
    dentro = [False]

    def mirar(etiqueta: str, atributos: dict[str, str]) -> None:
        dentro[0] = etiqueta == "instrText"
        if "begin" in atributos.values():
            escrito.append("\x00")
        escrito.extend(f"\x00{v}\x00" for clave, v in atributos.items() if clave.rpartition(":")[2] == "instr")

    def al_texto(texto: str) -> None:
        if dentro[0]:
            escrito.append(texto)

    def al_cerrar(_etiqueta: str) -> None:
        dentro[0] = False

    return _recorrer(contenido, mirar, al_texto, al_cerrar) or (DDE if _CON_DDE.search("".join(escrito)) else None)


def _del_odf(comprimido: zipfile.ZipFile, nombre: str) -> Peligro | None:
    return _recorrer(comprimido.read(nombre), _de_un_elemento_odf) if nombre.lower().endswith(".xml") else None


def _de_un_elemento_odf(etiqueta: str, atributos: dict[str, str]) -> Peligro | None:
    if etiqueta == "encryption-data":
        return CON_CLAVE
    if etiqueta in ("applet", "plugin") or any(
        v.strip().startswith("vnd.sun.star.script:") for v in atributos.values()
    ):
        return MACROS
    if etiqueta in _ENTRE_PROGRAMAS:
        return DDE
    if etiqueta in _SE_CARGAN_SOLOS:
        destinos = [v for clave, v in atributos.items() if clave.rpartition(":")[2] == "href"]
        if any(_DE_LA_RED.match(d.strip()) or _es_de_otra_maquina(d.strip()) for d in destinos):
            return ENLACE_REMOTO
    return None
