"""Documentos de Office y de LibreOffice: macros, objetos, controles y lo que se carga de otro lugar."""

import re
import zipfile
from xml.parsers import expat

from .campos import Campos
from .elementos import Elementos
from .hallazgo import ACTIVEX, BOMBA, DANADO, MACROS, Peligro

# Programas dentro de un documento: VBA, macros de Excel 4 y los de LibreOffice.
_MACROS = re.compile(r"vbaproject\.bin$|^(?:xl/(?:intl)?macrosheets|basic|scripts)/")
_DICEN_QUE_ES = frozenset({"[content_types].xml", "mimetype", "_rels/.rels"})
# Un elemento no se puede disfrazar: si la parte no nombra ninguno de éstos, no hay que leerla.
_NOMBRES = tuple(
    b"""Relationship ContentType instrText :instr ddeLink oleLink dde- macrosheet action customUI store refreshOnLoad
    webPr dbPr olapPr textPr encryption-data applet plugin href <!DOCTYPE""".split()
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]*<|\xff\xfe(?:\s\x00)*<\x00|\xfe\xff(?:\x00\s)*\x00<")
# Con éstas y con UTF-8 los nombres se leen tal cual en los bytes; con otra, o en UTF-16, hay que leerla.
_OTRA_LETRA = re.compile(
    rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["']|us-ascii|iso-8859-\d|windows-125\d)""", re.IGNORECASE
)
# Así guardan sus propiedades los complementos de Excel, y no lo dicen.
_EN_DOS_BYTES = {b"<\x00": "UTF-16LE", b"\x00<": "UTF-16BE"}
_CABEZA, _TROZO, _NOMBRE_MAXIMO = 200, 1024 * 1024, 32
# Más texto de ése no lo escribió nadie; leerlo costaría segundos.
_XML_MAXIMO = 32 * 1024 * 1024


def es_documento(nombres: list[str]) -> bool:
    """Si un comprimido con esas partes lo abriría Office o LibreOffice."""
    return not _DICEN_QUE_ES.isdisjoint(map(como_lo_lee_office, nombres))


def como_lo_lee_office(nombre: str) -> str:
    """El nombre de una parte en minúsculas y con barras: a Office le da igual cómo venga escrito."""
    return nombre.lower().replace("\\", "/")


def peligro_de_office(comprimido: zipfile.ZipFile) -> Peligro | None:
    """Lo primero que no debe traer un documento de Office (OOXML) o de LibreOffice (ODF) ya abierto.

    Todas las partes se miran igual, estén en la carpeta que estén y se llamen como se llamen: a cada programa le
    importa el tipo que se les declara, y un documento puede declararse de los dos.
    """
    en_minuscula = list(map(como_lo_lee_office, comprimido.namelist()))
    if len(set(en_minuscula)) < len(en_minuscula):
        return DANADO  # dos partes con un nombre: cada programa leería una distinta
    if any(map(_MACROS.search, en_minuscula)):
        return MACROS
    if any("/activex/" in nombre for nombre in en_minuscula):
        return ACTIVEX
    queda, elementos = _XML_MAXIMO, Elementos()
    for miembro in comprimido.infolist():
        if _nombra_algo(comprimido, miembro):
            queda -= miembro.file_size
            if queda < 0:
                return BOMBA
            if hallado := _recorrer(comprimido.read(miembro), elementos):
                return hallado
    return None


def _nombra_algo(comprimido: zipfile.ZipFile, miembro: zipfile.ZipInfo) -> bool:
    """Si es XML y nombra algo de lo que se busca. Una hoja de cálculo, por grande que sea, casi nunca."""
    with comprimido.open(miembro) as abierto:
        trozo, cola = abierto.read(_TROZO), b""
        if not (miembro.filename.lower().endswith((".xml", ".rels")) or _XML.match(trozo)):
            return False
        if b"\x00" in trozo[:_CABEZA] or _OTRA_LETRA.search(trozo[:_CABEZA]):
            return True
        while trozo:
            visto = cola + trozo
            if any(nombre in visto for nombre in _NOMBRES):
                return True
            trozo, cola = abierto.read(_TROZO), visto[-_NOMBRE_MAXIMO:]
    return False


def _recorrer(contenido: bytes, elementos: Elementos) -> Peligro | None:
    """Lo primero que se halle en una parte.

    Una parte vacía no trae nada: LibreOffice deja así la de atajos. Lanza `ExpatError` si no es XML llano.
    """
    if not contenido.strip():
        return None
    hallados: list[Peligro] = []
    campos = Campos()

    def al_abrir(etiqueta: str, atributos: dict[str, str]) -> None:
        suya = etiqueta.rpartition(":")[2]
        campos.al_abrir(suya, atributos)
        if not hallados and (hallado := elementos.mirar(suya, atributos)):
            hallados.append(hallado)

    def sin_entidades(*_) -> None:
        raise expat.ExpatError("un documento de oficina no define entidades")

    lector = expat.ParserCreate(_EN_DOS_BYTES.get(contenido[:2]))
    lector.StartElementHandler = al_abrir
    lector.CharacterDataHandler, lector.EndElementHandler = campos.al_texto, campos.al_cerrar
    # Los OpenOffice viejos nombran su DTD; lo que esconde texto es definir entidades o traerlas de afuera.
    lector.EntityDeclHandler = lector.SkippedEntityHandler = sin_entidades
    lector.Parse(contenido, True)
    return next(iter(hallados), None) or campos.terminar()
