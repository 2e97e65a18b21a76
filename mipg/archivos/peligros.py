"""De los bytes de un archivo a lo que no debe traer: se miran él y todo lo que lleva dentro, con tope."""

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.parsers.expat import ExpatError

from .hallazgo import BOMBA, CON_CLAVE, DANADO, EICAR, MACROS, OLE, Peligro
from .office import es_documento, peligro_de_office
from .pdf import peligro_de_pdf

DESCOMPRIMIDO_MAXIMO = 200 * 1024 * 1024
MIEMBROS_MAXIMOS = 10_000
HONDURA_MAXIMA = 3
# De un miembro mayor sólo se mira su comienzo: lo que se esconde en un comprimido es pequeño.
_ENTERO_HASTA = 64 * 1024 * 1024
_COMIENZO = 4096
_CIFRADO = 1
# Cómo termina un ZIP (firma, discos, cuántos, cuánto mide su índice, dónde va, comentario) y lo más lejos que puede ir.
_FIN_DE_ZIP = struct.Struct("<4sHHHHIIH")
_COLA_DE_ZIP = _FIN_DE_ZIP.size + 0xFFFF

# Al revés, para que ningún antivirus tome este archivo por lo que busca.
_EICAR = b"*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X"[::-1]
_FICHA_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PROGRAMA = re.compile(
    rb"MZ.{0,62}\x00|\x7fELF|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|#!\s*/|"
    rb"L\x00\x00\x00\x01\x14\x02\x00|ITSF|!<arch>|dex\n|"
    rb"[FCZ]WS[\x01-\x32].{3}\x00",
    re.DOTALL,
)
_COMPRIMIDO_AJENO = re.compile(
    rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh\d|\xfd7zXZ\x00|MSCF|\x28\xb5\x2f\xfd|.{257}ustar", re.DOTALL
)
_EXTENSIONES_DE_PROGRAMA = frozenset(
    """ade adp apk app appinstaller application appref-ms appx appxbundle bash bat cab chm class cmd com contact cpl csh
    deb desktop diagcab diagcfg diagpkg dll dmg docm dotm dqy elf exe gadget grp group hta img inf ins iqy iso jar job
    js jse jnlp ksh library-ms lnk mad maf mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz mht mhtml mjs msc
    msh msh1 msh2 msi msix msixbundle msp mst mui odc one onepkg ops oqy osd osx out pif pkg potm ppa ppam ppkg ppsm
    pptm prf printerexport prg ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pst py pyc pyo pyw pyz pyzw rdp reg rpm
    rqy run scf scr sct searchconnector-ms search-ms settingcontent-ms sh shb shs slk sldm so swf sys theme themepack
    udl url vb vbe vbp vbs vhd vhdx vsmacros vsw webpnp website wiz ws wsb wsc wsf wsh xbap xla xlam xll xlm xlsb xlsm
    xltm xnk z7 zsh""".split()  # noqa: SIM905 (una lista de cien comillas no se lee)
)
# Lo que suelto no se recibe porque al abrirlo corre lo que traiga.
_EXTENSIONES_DE_PAGINA = frozenset({"htm", "html", "mht", "shtml", "svg", "svgz", "xht", "xhtml"})
# Excel abre así un CSV que empieza por «ID», y sus fórmulas pueden ejecutar programas.
_HOJA_SYLK = re.compile(rb"^[CF];[XYKEFS]", re.MULTILINE)
_OBJETO_EN_RTF = re.compile(rb"\\obj(?:data|autlink|update|emb|ocx)\b")
_MIENTRAS_LEE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError, ExpatError),
)
_VACIO = Peligro("un comprimido vacío", "Compruebe que agregó los archivos y vuelva a comprimirlos.")
_MUY_HONDO = Peligro("comprimidos dentro de comprimidos", "Comprima los archivos una sola vez o súbalos sueltos.")
_PROGRAMAS = Peligro("un programa que se ejecuta", "Quítelo: como soporte sólo se reciben documentos.")
_PAGINA = Peligro(
    "una página web o un dibujo que puede traer programas", "Guárdelo como PDF o como imagen y comprima otra vez."
)
_PEGADO = Peligro(
    "otro archivo pegado al suyo",
    "Ábralo con su programa, guárdelo de nuevo y vuelva a subirlo; lo otro, súbalo aparte.",
)
_SYLK = Peligro("una hoja SYLK, que puede ejecutar programas", "Ábrala en Excel, guárdela como .xlsx y súbala.")
_REPETIDO = Peligro("dos archivos con el mismo nombre", "Cámbiele el nombre a uno y comprima otra vez.")
_RUTA_AJENA = Peligro(
    "un nombre que escribiría fuera de su carpeta", "Comprima de nuevo los archivos desde su carpeta."
)
_AJENO = Peligro("otro comprimido que no se puede revisar", "Saque de él los archivos y comprímalos en ZIP.")
_ANTIGUO = Peligro(
    "un documento de Office anterior a 2007 o un mensaje de Outlook, que no se puede revisar",
    "Guárdelo como .docx, .xlsx o PDF y comprima otra vez.",
)


@dataclass
class _Tope:
    """Lo que queda por descomprimir entre un archivo y todos los que lleva dentro."""

    bytes: int
    miembros: int

    def alcanza(self, miembros: list[zipfile.ZipInfo]) -> bool:
        self.bytes -= sum(miembro.file_size for miembro in miembros)
        self.miembros -= len(miembros)
        return self.bytes >= 0 and self.miembros >= 0


def peligro_de(contenido: bytes) -> Peligro | None:
    """Lo primero que un archivo no debe traer, o `None`. Mira también lo que lleva dentro; no si su tipo se admite."""
    return _revisar(contenido, _Tope(DESCOMPRIMIDO_MAXIMO, MIEMBROS_MAXIMOS), 0)


def _revisar(contenido: bytes, tope: _Tope, hondura: int) -> Peligro | None:
    if _EICAR in contenido or _EICAR.decode().encode("utf-16-le") in contenido:
        return EICAR
    if contenido.startswith(_ZIP):
        return _MUY_HONDO if hondura >= HONDURA_MAXIMA else _revisar_zip(contenido, tope, hondura)
    if hallado := _pegado_al_final(contenido, tope, hondura):
        return hallado
    if b"%PDF-" in contenido[:1024]:
        return peligro_de_pdf(contenido, lambda nombre, adjunto: _del_adjunto(nombre, adjunto, tope, hondura))
    if contenido.startswith(b"ID;P") and _HOJA_SYLK.search(contenido):
        return _SYLK
    return _PROGRAMAS if _PROGRAMA.match(contenido) else None


def _pegado_al_final(contenido: bytes, tope: _Tope, hondura: int) -> Peligro | None:
    """Un ZIP al final de otra cosa: quien lo abra como ZIP verá lo que nadie revisó.

    A un PDF puede írsele un documento adjunto sin comprimir: ése se mira, y sólo se niega el que va tras su final.
    """
    fin = contenido.rfind(b"PK\x05\x06", max(0, len(contenido) - _COLA_DE_ZIP))
    if fin < 0 or not _es_fin_de_zip(contenido, fin):
        return None
    ultimo = contenido.rfind(b"%%EOF")
    if b"%PDF-" in contenido[:1024] and fin < ultimo:
        return _revisar_zip(contenido[: fin + _FIN_DE_ZIP.size], tope, hondura, entero=False)
    return _PEGADO


def _es_fin_de_zip(contenido: bytes, fin: int) -> bool:
    if len(contenido) < fin + _FIN_DE_ZIP.size:
        return False
    _, _, _, _, cuantos, mide, _, _ = _FIN_DE_ZIP.unpack_from(contenido, fin)
    return cuantos > 0 and mide <= fin and contenido.startswith(b"PK\x01\x02", fin - mide)


def _revisar_zip(contenido: bytes, tope: _Tope, hondura: int, *, entero: bool = True) -> Peligro | None:
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as comprimido:
            miembros = comprimido.infolist()
            if all(miembro.is_dir() for miembro in miembros):
                return _VACIO
            if not tope.alcanza(miembros):
                return BOMBA
            if any(miembro.flag_bits & _CIFRADO for miembro in miembros):
                return CON_CLAVE
            if entero and min(miembro.header_offset for miembro in miembros) > 0:
                return _PEGADO
            nombres = comprimido.namelist()
            de_oficina = es_documento(nombres)
            if not de_oficina and len(set(nombres)) < len(nombres):
                return _REPETIDO
            return (
                next(filter(None, map(_peligro_del_nombre, miembros)), None)
                or (peligro_de_office(comprimido) if de_oficina else None)
                or _de_los_miembros(comprimido, de_oficina, tope, hondura)
            )
    except _MIENTRAS_LEE:
        return DANADO


def _peligro_del_nombre(miembro: zipfile.ZipInfo) -> Peligro | None:
    # `orig_filename` es lo escrito; `filename` ya viene cortado en el primer NUL.
    nombre = miembro.orig_filename.replace("\\", "/")
    sube_o_sale = nombre.startswith("/") or re.match("[A-Za-z]:", nombre) or ".." in PurePosixPath(nombre).parts
    if sube_o_sale or stat.S_ISLNK(miembro.external_attr >> 16):
        return _RUTA_AJENA
    if any(unicodedata.category(letra) == "Cc" or letra in "\u202e\u202d\u2066\u2067" for letra in nombre):
        return _RUTA_AJENA
    return _PROGRAMAS.dentro_de(_corto(nombre)) if _es_de(_EXTENSIONES_DE_PROGRAMA, nombre) else None


def _es_de(extensiones: frozenset[str], nombre: str) -> bool:
    # Windows se salta los puntos y espacios del final, y lo que va tras los dos puntos («a.exe::$DATA»).
    return any(parte.rstrip(". ").rpartition(".")[2].lower() in extensiones for parte in nombre.split(":"))


def _del_adjunto(nombre: str, contenido: bytes, tope: _Tope, hondura: int) -> Peligro | None:
    tope.bytes -= len(contenido)
    if tope.bytes < 0 or hondura >= HONDURA_MAXIMA:
        return BOMBA if tope.bytes < 0 else _MUY_HONDO
    if _es_de(_EXTENSIONES_DE_PROGRAMA, nombre):
        return _PROGRAMAS.dentro_de(_corto(nombre))
    return _revisar_miembro(nombre, contenido, tope, hondura)


def _de_los_miembros(comprimido: zipfile.ZipFile, de_oficina: bool, tope: _Tope, hondura: int) -> Peligro | None:
    for miembro in comprimido.infolist():
        if not de_oficina and _es_de(_EXTENSIONES_DE_PAGINA, miembro.filename):
            return _PAGINA.dentro_de(_corto(miembro.filename))
        with comprimido.open(miembro) as abierto:
            leido = abierto.read(_ENTERO_HASTA if miembro.file_size <= _ENTERO_HASTA else _COMIENZO)
        if leido.startswith(_ZIP) and miembro.file_size > _ENTERO_HASTA:
            return BOMBA
        if hallado := _revisar_miembro(miembro.filename, leido, tope, hondura, de_oficina=de_oficina):
            return hallado
    return None


def _revisar_miembro(
    nombre: str, contenido: bytes, tope: _Tope, hondura: int, *, de_oficina: bool = False
) -> Peligro | None:
    if contenido.startswith(_FICHA_OLE):
        if PurePosixPath(nombre).name.lower() == "thumbs.db":
            return None
        if "_VBA_PROJECT".encode("utf-16-le") in contenido:
            return MACROS.dentro_de(_corto(nombre))
        return OLE if de_oficina else _ANTIGUO.dentro_de(_corto(nombre))
    if contenido.startswith(b"{\\rt") and _OBJETO_EN_RTF.search(contenido):
        return OLE.dentro_de(_corto(nombre))
    # Office guarda imágenes comprimidas (.emz): sólo en un ZIP corriente un comprimido ajeno es un comprimido.
    if not de_oficina and _COMPRIMIDO_AJENO.match(contenido):
        return _AJENO.dentro_de(_corto(nombre))
    hallado = _revisar(contenido, tope, hondura + 1)
    return hallado.dentro_de(_corto(nombre)) if hallado else None


def _corto(nombre: str) -> str:
    return nombre if len(nombre) <= 60 else f"…{nombre[-59:]}"
