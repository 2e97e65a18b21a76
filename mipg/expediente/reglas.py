"""De qué estado se pasa a cuál y qué archivos entran: por contenido y lista blanca, nunca por lo que dice el nombre."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date

import filetype

from mipg.archivos import como_lo_lee_office, peligro_de, que_es
from mipg.reglas import Problema, Transiciones

TRANSICIONES_DE_IMPORTACION: Transiciones = {
    "SUBIDA": {"aplicar": ["APLICADA"], "descartar": ["DESCARTADA"]},
    "APLICADA": {},
    "DESCARTADA": {},
}
# Quien la arrienda la genera; si muere, otro la retoma al vencer el arriendo, pero no para siempre.
TRANSICIONES_DE_EMISION: Transiciones = {
    "PEDIDA": {"arrendar": ["EN_CURSO"], "agotar": ["FALLIDA"]},
    "EN_CURSO": {
        "arrendar": ["EN_CURSO"],
        "emitir": ["LISTA"],
        "reintentar": ["PEDIDA"],
        "negar": ["FALLIDA"],
        "agotar": ["FALLIDA"],
    },
    "LISTA": {},
    "FALLIDA": {},
}
# Como la emisión; además, si alguien corrige o cambia lo que la decide, se pide de nuevo.
TRANSICIONES_DE_LECTURA: Transiciones = {
    "PEDIDA": {"arrendar": ["EN_CURSO"], "agotar": ["FALLIDA"], "pedir": ["PEDIDA"]},
    "EN_CURSO": {
        "arrendar": ["EN_CURSO"],
        "leer": ["LISTA"],
        "reintentar": ["PEDIDA"],
        "negar": ["FALLIDA"],
        "agotar": ["FALLIDA"],
        "pedir": ["PEDIDA"],
    },
    "LISTA": {"pedir": ["PEDIDA"]},
    "FALLIDA": {"pedir": ["PEDIDA"]},
}
TIPOS: dict[str, tuple[str, str]] = {
    "pdf": ("application/pdf", "PDF"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint"),
    "odt": ("application/vnd.oasis.opendocument.text", "OpenDocument"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", "OpenDocument"),
    "odp": ("application/vnd.oasis.opendocument.presentation", "OpenDocument"),
    "png": ("image/png", "imagen PNG"),
    "jpg": ("image/jpeg", "imagen JPEG"),
    "zip": ("application/zip", "ZIP"),
    "mp4": ("video/mp4", "video MP4"),
    "csv": ("text/csv", "CSV"),
    "txt": ("text/plain", "texto"),
}
ACEPTADOS = (
    "PDF, Word, Excel, PowerPoint, OpenDocument (.odt, .ods, .odp), imagen (JPG o PNG), video MP4, ZIP, CSV o texto"
)
_OOXML = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_ACTIVO = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe|body|\?xml)", re.IGNORECASE)
_EXTENSIONES = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
# Los escáneres y los portales le anteponen órdenes de impresora o renglones en blanco, y todo lector lo abre.
_PDF = re.compile(rb"(?:\x1b%-12345X(?:@PJL[^\n]{0,200}\n){0,20}|\s{0,1000})%PDF-")
_MARCAS_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Antes de la Constitución no hay soporte de MIPG: es un año mal escrito.
PRIMER_ANIO = 1991


@dataclass(frozen=True)
class Archivo:
    """Archivo aceptado: su extensión canónica y su tipo de contenido."""

    extension: str
    tipo: str


def _extension_de_zip(contenido: bytes) -> str | None:
    with zipfile.ZipFile(io.BytesIO(contenido)) as comprimido:
        nombres = list(map(como_lo_lee_office, comprimido.namelist()))
        if "mimetype" in comprimido.namelist() and "[content_types].xml" not in nombres:
            with comprimido.open("mimetype") as miembro:
                declarado = miembro.read(100).decode("ascii", "ignore").strip()
            return next((ext for ext, (tipo, _) in TIPOS.items() if tipo == declarado), None)
    if "[content_types].xml" in nombres:
        return next((e for raiz, e in _OOXML.items() if any(n.startswith(raiz) for n in nombres)), None)
    return "zip"


def _es_texto(contenido: bytes) -> bool:
    if contenido.startswith(_MARCAS_UTF16):
        contenido = contenido.decode("utf-16", "replace").encode()
    return b"\x00" not in contenido and not _ACTIVO.search(contenido.lstrip()[:4096])


def _extension(nombre: str) -> str:
    """La que se lee tras el último punto, en minúsculas; vacía si no la tiene («acta», «.pdf», «acta.»)."""
    antes, _, extension = nombre.strip().rpartition(".")
    return extension.lower() if antes.strip(". ") else ""


def reconocer(nombre: str, contenido: bytes) -> Archivo | None:
    """Qué es el archivo según su contenido; `None` si no está en la lista blanca o no es lo que dice ser.

    Un comprimido debe haber pasado por `peligro_de`.
    """
    dicha, real = _dicha(nombre), _real(nombre, contenido)
    return Archivo(real, TIPOS[real][0]) if real in TIPOS and real == dicha else None


def _dicha(nombre: str) -> str:
    extension = _extension(nombre)
    return _EXTENSIONES.get(extension, extension)


def _real(nombre: str, contenido: bytes) -> str | None:
    """La extensión que le corresponde al contenido; un texto no dice cuál, y se le cree al nombre."""
    dicha = _dicha(nombre)
    if contenido[:4] == b"PK\x03\x04":
        return _extension_de_zip(contenido)
    if _PDF.match(contenido):
        return "pdf"
    if adivinado := filetype.guess(contenido):
        return adivinado.extension
    return dicha if dicha in ("csv", "txt") and _es_texto(contenido) else None


def problemas_de_fecha(fecha: date, hoy: date) -> list[Problema]:
    """Por qué la fecha que lleva un documento no puede ser ésa."""
    if fecha > hoy:
        return [Problema("Un documento no puede tener una fecha que no ha llegado.", "fecha_documento")]
    if fecha.year < PRIMER_ANIO:
        return [Problema(f"Revise la fecha: es anterior a {PRIMER_ANIO}.", "fecha_documento")]
    return []


def problemas_de_archivo(nombre: str, contenido: bytes, maximo: int) -> list[Problema]:
    """Por qué no se puede guardar un archivo (`maximo` en bytes)."""
    if not contenido:
        return [Problema("El archivo está vacío.", "archivo")]
    if len(contenido) > maximo:
        return [
            Problema(
                f"El archivo pesa más de {maximo // (1024 * 1024)} MB. Redúzcalo o adjunte un enlace.",
                "archivo",
            )
        ]
    if not _extension(nombre):
        return [
            Problema(
                f"«{nombre}» no tiene extensión y no se sabe con qué abrirlo. Guárdelo con su programa (.pdf, .docx, "
                ".xlsx…) y vuelva a elegirlo.",
                "archivo",
            )
        ]
    if peligro := peligro_de(contenido):
        return [Problema(f"«{nombre}» {peligro}", "archivo")]
    if reconocer(nombre, contenido) is None:
        return [Problema(f"«{nombre}» {_por_que_no_se_admite(nombre, contenido)}", "archivo")]
    return []


def _por_que_no_se_admite(nombre: str, contenido: bytes) -> str:
    dicha, real = _dicha(nombre), _real(nombre, contenido)
    if conocido := que_es(dicha, contenido):
        return f"{conocido} Se aceptan {ACEPTADOS}."
    if real in TIPOS:
        return (
            f"por dentro es {TIPOS[real][1]} y su nombre termina en .{dicha}. Si es el archivo que quería subir, "
            f"cámbiele esa terminación por .{real}."
        )
    return (
        "no es un archivo admitido o su contenido no corresponde a su nombre. "
        f"Se aceptan {ACEPTADOS}, sin macros ni contraseña. Lo de un Office anterior a 2007 (.doc, .xls) "
        "guárdelo antes como .docx o .xlsx."
    )
