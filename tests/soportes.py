"""Archivos pequeños, buenos y malos, como los que una oficina sube: se arman en la prueba y no se guardan."""

import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pikepdf
from PIL import Image

RELACIONES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAQUETE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EXTERNA = ' TargetMode="External"'
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 504
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + b"\x00" * 200
_PRINCIPAL = {"docx": "word/document", "xlsx": "xl/workbook", "pptx": "ppt/presentation"}


def comprimido(partes: Mapping[str, bytes | str]) -> bytes:
    """Un ZIP con esas partes."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as archivo:
        for nombre, contenido in partes.items():
            archivo.writestr(nombre, contenido)
    return salida.getvalue()


def relaciones(*suyas: tuple[str, str, bool]) -> str:
    """Un `.rels` con (tipo, destino, si es externa)."""
    filas = "".join(
        f'<Relationship Id="r{n}" Type="{RELACIONES}/{tipo}" Target="{destino}"{EXTERNA * externa}/>'
        for n, (tipo, destino, externa) in enumerate(suyas)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PAQUETE}/relationships">{filas}</Relationships>'
    )


def office(clase: str, *suyas: tuple[str, str, bool], tipo_principal: str = "", **partes: bytes | str) -> bytes:
    """Un documento de Office con sus relaciones y otras partes.

    En el nombre de una parte `__` es `/` y el último `_` es el punto; la que empieza por `__` va tal cual.
    """
    principal = _PRINCIPAL[clase]
    carpeta, _, nombre = principal.partition("/")
    tipo = tipo_principal or f"application/vnd.openxmlformats-officedocument.{nombre}.main+xml"
    otras = {_ruta(clave): valor for clave, valor in partes.items()}
    return comprimido(
        {
            "[Content_Types].xml": f'<Types xmlns="{PAQUETE}/content-types"><Override PartName="/{principal}.xml" '
            f'ContentType="{tipo}"/></Types>',
            "_rels/.rels": relaciones(("officeDocument", f"{principal}.xml", False)),
            f"{principal}.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p/></w:body></w:document>',
            f"{carpeta}/_rels/{nombre}.xml.rels": relaciones(*suyas),
        }
        | otras
    )


def _ruta(clave: str) -> str:
    if clave.startswith("__"):
        return clave[2:]
    camino, _, extension = clave.replace("__", "/").rpartition("_")
    return f"{camino}.{extension}"


def campo_de_word(*trozos: str, campo: str = "") -> str:
    """Un documento de Word con un campo escrito en esos trozos y, después de ellos, otro `campo` adentro."""
    escritos = "".join(f"<w:r><w:instrText>{trozo}</w:instrText></w:r>" for trozo in trozos)
    comienzo = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    fin = comienzo.replace("begin", "end")
    otro = f"{comienzo}<w:r><w:instrText>{campo}</w:instrText></w:r>{fin}" if campo else ""
    return f'<w:document xmlns:w="{WORD}"><w:body><w:p>{comienzo}{escritos}{otro}{fin}</w:p></w:body></w:document>'


def odt(contenido: str = "<office:document-content/>", clase: str = "text", **partes: bytes | str) -> bytes:
    """Un documento de LibreOffice: texto, o `spreadsheet` o `presentation`."""
    otras = {_ruta(clave): valor for clave, valor in partes.items()}
    tipo = f"application/vnd.oasis.opendocument.{clase}"
    return comprimido({"mimetype": tipo, "content.xml": contenido, "META-INF/manifest.xml": "<manifest/>"} | otras)


def pdf(poner=None, *, clave: str | None = None, con_objetos: bool = False) -> bytes:
    """Un PDF de una página, con lo que `poner(pdf)` le añada. Con clave vacía, se abre pero no se deja copiar."""
    salida = io.BytesIO()
    with pikepdf.new() as documento:
        documento.add_blank_page()
        if poner:
            poner(documento)
        modo = pikepdf.ObjectStreamMode.generate if con_objetos else pikepdf.ObjectStreamMode.disable
        cifrado = pikepdf.Encryption(owner="dueño", user=clave) if clave is not None else False
        documento.save(salida, object_stream_mode=modo, encryption=cifrado)
    return salida.getvalue()


def accion(guion: str = "app.alert(1)", **mas) -> pikepdf.Dictionary:
    """Una acción de JavaScript de un PDF."""
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=guion, **mas)


def imagen() -> bytes:
    """Una fotografía JPG."""
    salida = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(salida, "JPEG")
    return salida.getvalue()


def xlsx() -> bytes:
    """Un libro de Excel corriente."""
    salida, libro = io.BytesIO(), openpyxl.Workbook()
    libro.active.append(["Actividad", "Meta"])
    libro.active["A2"].hyperlink = "https://www.funcionpublica.gov.co"
    libro.save(salida)
    return salida.getvalue()
