"""Qué es un archivo por su contenido, sin creerle al nombre, y por qué no se puede leer cuando no es una tabla."""

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass

import filetype

from mipg.archivos import DANADO as PARTES_DANADAS
from mipg.archivos import peligro_de

from .libro import ArchivoInvalido
from .textos import con_letras_perdidas

TAMANO_MAXIMO = 10 * 1024 * 1024
DESCOMPRIMIDO_MAXIMO = 64 * 1024 * 1024
RAZON_MAXIMA = 100
MIEMBROS_MAXIMOS = 2_000

# Por debajo de este tamaño descomprimido una razón alta no es una bomba: es un libro casi vacío.
_DESCOMPRIMIDO_INOFENSIVO = 4 * 1024 * 1024


@dataclass(frozen=True)
class Topes:
    """Hasta dónde se lee un archivo: filas con datos y columnas por hoja, celdas con algo, y bytes descomprimido."""

    filas: int
    columnas: int
    celdas: int
    descomprimido: int = DESCOMPRIMIDO_MAXIMO


_GUARDE_COMO_XLSX = "Ábralo en Excel, use Archivo › Guardar como › «Libro de Excel (.xlsx)» y suba ese archivo."
_NO_ES_UNA_HOJA = "El archivo es {}, no una hoja de cálculo. Súbalo en Excel o CSV."
_DE_WORD, _PRESENTACION = map(_NO_ES_UNA_HOJA.format, ("un documento de Word", "una presentación"))
_NO_ES_UN_LIBRO = f"El archivo es {{}}, no un libro de Excel. {_GUARDE_COMO_XLSX}"

CON_CONTRASENA = (
    "El archivo está protegido con contraseña. Quítele la protección en Excel (Archivo › Información › "
    "Proteger libro) y vuelva a subirlo."
)
CON_MACROS = (
    "El archivo contiene macros, que no se reciben por seguridad. Guárdelo en Excel como «Libro de Excel (.xlsx)», "
    "sin macros, y vuelva a subirlo."
)
DANADO = (
    "El archivo está dañado o incompleto y no se puede abrir. Ábralo en Excel, guárdelo de nuevo como .xlsx y "
    "vuelva a subirlo."
)
MUY_GRANDE = f"El archivo pesa más de {TAMANO_MAXIMO // 1024 // 1024} MB. Quítele imágenes y hojas que no hagan falta."
BOMBA = (
    "El archivo ocupa demasiado al descomprimirlo. Suele pasar cuando hay formato en miles de filas vacías: borre "
    "las filas que están debajo de sus datos, guarde el archivo y vuelva a subirlo."
)


# Cada fila: qué delata el archivo y qué decirle a la persona.
_FIRMAS = (
    (b"%PDF", "El archivo es un PDF y no se puede leer como tabla. Suba el Excel o CSV del que salió ese PDF."),
    (b"{\\rtf", _NO_ES_UNA_HOJA.format("un documento de texto (RTF)")),
)
# Los nombres de los flujos de un contenedor OLE van en UTF-16.
_FLUJOS_OLE = (
    ("EncryptedPackage", CON_CONTRASENA),
    ("_VBA_PROJECT_CUR", CON_MACROS),
    ("WordDocument", _DE_WORD),
    ("PowerPoint Document", _PRESENTACION),
    ("Workbook", f"El archivo es un Excel antiguo (97-2003, .xls). {_GUARDE_COMO_XLSX}"),
    ("Book", f"El archivo es un Excel antiguo (95, .xls). {_GUARDE_COMO_XLSX}"),
)
# Por el principio del nombre de un miembro.
_MIEMBROS_ZIP = (
    ("xl/workbook.bin", f"El archivo es un libro binario de Excel (.xlsb). {_GUARDE_COMO_XLSX}"),
    ("word/", _DE_WORD),
    ("ppt/", _PRESENTACION),
    (
        "content.xml",
        "El archivo es de LibreOffice (.ods u otro). Ábralo, use Archivo › Guardar como › «Excel 2007-365 (.xlsx)» "
        "y suba ese archivo.",
    ),
)
_MARCADO = (
    (
        r"<(?:!doctype html|html|head|body|table|meta)\b",
        _NO_ES_UN_LIBRO.format("una página web guardada con nombre de Excel"),
    ),
    (r"^mime-version:", _NO_ES_UN_LIBRO.format("una página web (MHTML)")),
    (r"^<\?xml", _NO_ES_UN_LIBRO.format("un XML")),
    (r"^<svg\b", _NO_ES_UNA_HOJA.format("una imagen")),
)

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_DESCONOCIDO = "El archivo no es una hoja de cálculo que se pueda leer. Súbalo en Excel (.xlsx) o CSV."
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
OTRA_CODIFICACION = (
    "Las tildes y las eñes del archivo no se entienden: está en una codificación que no se reconoce o ya las perdió. "
    "Ábralo en Excel y guárdelo como «CSV UTF-8» o como «Libro de Excel (.xlsx)»."
)
# Windows, Mac antiguo y consola: se queda la que da menos letras extrañas.
_CODIFICACIONES = ("cp1252", "mac_roman", "cp850")
# Un signo que no es letra del español metido dentro de una palabra: «Dise–ar», «campa¤a», «SecretarÃ­a». Los que no se
# ven (espacio duro, guion blando, ancho cero), las tildes sueltas y las letras anchas o de adorno se pegan al copiar:
# no son de otra codificación.
_SE_PEGA = r"\s\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufeff\uff01-\uff5e\U0001d400-\U0001d7ff"
_LETRA_EXTRANA = re.compile(
    rf"(?<=[a-zñáéíóú])(?!\u00ad[a-zñáéíóú])[^\x00-\x7fáéíóúüñàèìòùâêîôûãõäëïöç·{_SE_PEGA}]{{1,2}}(?=[a-zñáéíóú])"
)
_LETRA_PROPIA = re.compile(r"[áéíóúüñÁÉÍÓÚÜÑ]")
_PROPIAS_POR_EXTRANA = 2
_CODIFICADO_DOS_VECES = re.compile(r"Ã[\x80-\xbf\u2018-\u203aŠŒŽšœžŸƒˆ˜™‰€†‡•…–—]|Â[°º¿¡«»]")
_MARCAS_DE_ORDEN = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def es_xlsx(contenido: bytes, descomprimido: int = DESCOMPRIMIDO_MAXIMO) -> bool:
    """Si es un xlsx sano o, si no, un texto; lanza `ArchivoInvalido` si no es ninguno de los dos.

    `descomprimido`: cuántos bytes puede ocupar al abrirlo.
    """
    if not contenido.strip():
        raise ArchivoInvalido("El archivo está vacío. Compruebe que lo guardó antes de subirlo.")
    if len(contenido) > TAMANO_MAXIMO:
        raise ArchivoInvalido(MUY_GRANDE)
    if contenido.startswith(b"PK"):
        _revisar_zip(contenido, descomprimido)
        return True
    if contenido.startswith(_OLE):
        delatados = (mensaje for flujo, mensaje in _FLUJOS_OLE if flujo.encode("utf-16-le") in contenido)
        raise ArchivoInvalido(next(delatados, _DESCONOCIDO))
    for firma, mensaje in _FIRMAS:
        if contenido.lstrip()[: len(firma)] == firma:
            raise ArchivoInvalido(mensaje)
    _revisar_texto(contenido)
    return False


def decodificar(contenido: bytes) -> str:
    """Texto de un CSV: con su marca de orden, en UTF-8 o en la codificación con que se leen palabras.

    Lanza `ArchivoInvalido` si con ninguna se leen.
    """
    marcada = next((codificacion for marca, codificacion in _MARCAS_DE_ORDEN if contenido.startswith(marca)), None)
    with suppress(UnicodeDecodeError):
        return _sin_codificar_dos_veces(contenido.decode(marcada or "utf-8", "replace" if marcada else "strict"))
    textos = [contenido.decode(codificacion, errors="replace") for codificacion in _CODIFICACIONES]
    return min(textos, key=lambda texto: len(_LETRA_EXTRANA.findall(texto)))


def _sin_codificar_dos_veces(texto: str) -> str:
    """«campaÃ±a» es «campaña» que otro programa leyó como Windows-1252 y volvió a guardar en UTF-8."""
    if not _CODIFICADO_DOS_VECES.search(texto):
        return texto
    try:
        return "".join(map(_un_byte, texto)).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return texto


def _un_byte(signo: str) -> str:
    return signo if ord(signo) < 256 else signo.encode("cp1252").decode("latin-1")


def exigir_palabras(texto: str) -> None:
    """Comprueba que lo leído sean palabras; lanza `ArchivoInvalido` si sus letras no son las del español."""
    extranas, propias = len(_LETRA_EXTRANA.findall(texto)), len(_LETRA_PROPIA.findall(texto))
    if len(perdidas := set(con_letras_perdidas(texto))) > 1:
        extranas += len(perdidas)
    if extranas * _PROPIAS_POR_EXTRANA > propias:
        raise ArchivoInvalido(OTRA_CODIFICACION)


def _revisar_zip(contenido: bytes, descomprimido: int) -> None:
    """Mide el zip por su directorio, que cuesta menos de un milisegundo, antes de mirar lo que trae."""
    try:
        miembros = zipfile.ZipFile(io.BytesIO(contenido)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchivoInvalido(DANADO) from error
    nombres = [miembro.filename for miembro in miembros]
    if any(miembro.flag_bits & 0x1 for miembro in miembros):
        raise ArchivoInvalido(CON_CONTRASENA)
    if any(nombre.lower().endswith("vbaproject.bin") for nombre in nombres):
        raise ArchivoInvalido(CON_MACROS)
    for delator, mensaje in _MIEMBROS_ZIP:
        if any(nombre.startswith(delator) for nombre in nombres):
            raise ArchivoInvalido(mensaje)
    if "[Content_Types].xml" not in nombres or not any(nombre.startswith("xl/") for nombre in nombres):
        raise ArchivoInvalido(
            "El archivo es un comprimido (.zip) sin un libro de Excel legible. Descomprímalo y suba el libro de Excel."
        )
    total = sum(miembro.file_size for miembro in miembros)
    sospechoso = total > _DESCOMPRIMIDO_INOFENSIVO and total / len(contenido) > RAZON_MAXIMA
    if total > descomprimido or sospechoso or len(miembros) > MIEMBROS_MAXIMOS:
        raise ArchivoInvalido(BOMBA)
    _exigir_sin_peligro(contenido)


def _exigir_sin_peligro(contenido: bytes) -> None:
    if peligro := peligro_de(contenido):
        raise ArchivoInvalido(DANADO if peligro == PARTES_DANADAS else f"El archivo {peligro}")


def _revisar_texto(contenido: bytes) -> None:
    if any(contenido.startswith(marca) for marca, codificacion in _MARCAS_DE_ORDEN if codificacion == "utf-16"):
        return
    principio = decodificar(contenido[:4096]).lstrip("\ufeff \t\r\n").casefold()
    for patron, mensaje in _MARCADO:
        if re.search(patron, principio):
            raise ArchivoInvalido(mensaje)
    controles = len(_CONTROL.findall(contenido[:65_536]))
    _exigir_sin_peligro(contenido)
    if b"\x00" in contenido or filetype.guess(contenido) or controles > len(contenido[:65_536]) / 100:
        raise ArchivoInvalido(_DESCONOCIDO)
