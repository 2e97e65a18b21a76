"""Los formatos que una oficina sube y no se reciben: qué es cada uno y en qué convertirlo."""

import filetype

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_DIBUJO = "Ábrala y guárdela como PNG o JPG."
_EN_ZIP = "Comprímalo en un ZIP y suba el ZIP, o adjunte un enlace a la grabación."
_A_MP4 = "Conviértalo a MP4, o comprímalo en un ZIP y suba el ZIP."
_A_DOCX = "Ábralo en Word y guárdelo como .docx o PDF."
_A_XLSX = "Ábralo en Excel y guárdelo como .xlsx."
_A_PPTX = "Ábrala en PowerPoint y guárdela como .pptx o PDF."
_CORREO = "Ábralo, imprímalo a PDF y suba el PDF; sus adjuntos, aparte."
_PLANTILLA = "Ábrala, y guárdela como documento corriente (.docx, .xlsx, .pptx) o PDF."
_A_ZIP = "Saque de él los archivos y comprímalos en ZIP."
# Por extensión: qué es y cómo convertirlo.
_POR_EXTENSION = {
    **dict.fromkeys(
        ("heic", "heif"),
        (
            "una foto de celular en HEIC",
            "Guárdela como JPG (en el iPhone, Ajustes › Cámara › Formatos › «Más compatible»).",
        ),
    ),
    **dict.fromkeys(("tif", "tiff"), ("una imagen TIFF", "Escanéela a PDF, o ábrala y guárdela como JPG.")),
    **{ext: (f"una imagen {ext.upper()}", _DIBUJO) for ext in ("gif", "bmp", "webp", "avif", "ico", "psd")},
    **dict.fromkeys(
        ("mp3", "m4a", "wav", "ogg", "oga", "opus", "aac", "amr", "flac", "wma"), ("una grabación de audio", _EN_ZIP)
    ),
    **dict.fromkeys(
        ("mov", "avi", "mkv", "webm", "wmv", "flv", "mpg", "mpeg", "3gp", "m4v"), ("un video que no es MP4", _A_MP4)
    ),
    **dict.fromkeys(("msg", "eml"), ("un correo electrónico", _CORREO)),
    **dict.fromkeys(("doc", "dot"), ("un Word anterior a 2007", _A_DOCX)),
    **dict.fromkeys(("xls", "xlt"), ("un Excel anterior a 2007", _A_XLSX)),
    **dict.fromkeys(("ppt", "pps"), ("una presentación anterior a 2007", _A_PPTX)),
    "ppsx": ("una presentación en modo de proyección", _A_PPTX),
    **dict.fromkeys(("dotx", "xltx", "potx", "ott", "ots", "otp"), ("una plantilla", _PLANTILLA)),
    "rtf": ("un texto RTF", _A_DOCX),
    "tsv": ("una tabla separada por tabulaciones", "Ábrala en Excel y guárdela como CSV o .xlsx."),
    "xml": ("un XML", "Suba el PDF que le corresponde, o comprímalo en un ZIP y suba el ZIP."),
    **dict.fromkeys(("htm", "html"), ("una página web", "Ábrala e imprímala a PDF.")),
    "svg": ("un dibujo SVG", _DIBUJO),
    **dict.fromkeys(("rar", "7z", "gz", "tar", "tgz", "bz2", "xz"), ("un comprimido que no es ZIP", _A_ZIP)),
}
_FLUJOS = (
    (
        "EncryptedPackage",
        (
            "un documento de Office con contraseña",
            "Ábralo con ella, quítesela en Archivo › Información › Proteger y guárdelo de nuevo.",
        ),
    ),
    ("__substg1.0", _POR_EXTENSION["msg"]),
    ("WordDocument", _POR_EXTENSION["doc"]),
    ("Workbook", _POR_EXTENSION["xls"]),
    ("PowerPoint Document", _POR_EXTENSION["ppt"]),
)


def que_es(extension: str, contenido: bytes) -> str | None:
    """«es una grabación de audio, y así no se recibe. Comprímalo…», o `None` si no se conoce.

    `extension` es la del nombre, en minúsculas; lo que dice el contenido vale más.
    """
    if contenido.startswith(_OLE):
        delatados = (que for flujo, que in _FLUJOS if flujo.encode("utf-16-le") in contenido)
        que = next(delatados, _POR_EXTENSION.get(extension))
    else:
        adivinado = filetype.guess(contenido)
        por_contenido = _POR_EXTENSION.get(adivinado.extension) if adivinado else None
        que = por_contenido or _POR_EXTENSION.get(extension)
    return f"es {que[0]}, y así no se recibe. {que[1]}" if que else None
