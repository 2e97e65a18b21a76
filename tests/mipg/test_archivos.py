"""Ningún archivo que esconda un programa entra por ninguna puerta, y ninguno de los de una oficina se queda afuera."""

import io
import stat
import zipfile

import pikepdf
import pytest

from mipg.archivos import peligro_de, peligros
from mipg.expediente.reglas import problemas_de_archivo
from mipg.libros import ArchivoInvalido, leer
from tests.soportes import (
    EICAR,
    EXE,
    OLE,
    accion,
    campo_de_word,
    comprimido,
    imagen,
    odt,
    office,
    pdf,
    relaciones,
    xlsx,
)

MAXIMO = 20 * 2**20


def _catalogo(**campos):
    return lambda documento: [documento.Root.__setitem__(f"/{nombre}", campos[nombre]) for nombre in campos]


def _pagina(**campos):
    return lambda documento: [documento.pages[0].obj.__setitem__(f"/{n}", campos[n]) for n in campos]


def _adjunto(nombre: str, contenido: bytes):
    def poner(documento):
        documento.attachments[nombre] = contenido

    return poner


def _campo(**gatillos):
    """Un campo de formulario con esas acciones."""
    campo = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, AA=pikepdf.Dictionary(**gatillos)
    )

    def poner(documento):
        suyo = documento.make_indirect(campo)
        documento.pages[0].obj.Annots = pikepdf.Array([suyo])
        documento.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([suyo]))

    return poner


def _enlace(**accion_del_enlace):
    suya = pikepdf.Dictionary(**accion_del_enlace)
    return _pagina(Annots=pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=suya)]))


def _xfa(*pedazos: bytes):
    def poner(documento):
        suyos = pikepdf.Array([documento.make_stream(pedazo) for pedazo in pedazos])
        documento.Root.AcroForm = pikepdf.Dictionary(XFA=suyos if len(pedazos) > 1 else suyos[0])

    return poner


def _con_dos_nombres(documento):
    _adjunto("acta.txt", b"x")(documento)
    documento.Root.Names.EmbeddedFiles.Names[1].F = "a.exe"


def _al_abrir(tipo: str, **mas):
    return pdf(_catalogo(OpenAction=pikepdf.Dictionary(S=pikepdf.Name(f"/{tipo}"), **mas)))


def _con_ruta(nombre: str, modo: int = 0) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as archivo:
        miembro = zipfile.ZipInfo(nombre)
        miembro.external_attr = modo << 16
        archivo.writestr(miembro, "x")
    return salida.getvalue()


def _con_dos(nombre: str) -> bytes:
    return comprimido({nombre: "uno", "x" * len(nombre): "dos"}).replace(b"x" * len(nombre), nombre.encode())


def _anidado(veces: int) -> bytes:
    contenido = comprimido({"acta.txt": "x"})
    for _ in range(veces):
        contenido = comprimido({"dentro.zip": contenido})
    return contenido


def _bomba_en_el_pdf(documento):
    documento.Root.Muchos = pikepdf.Array(
        [documento.make_indirect(pikepdf.Dictionary(A=pikepdf.String("a" * 2**18))) for _ in range(40)]
    )


RELS_UTF16 = (
    relaciones(("attachedTemplate", "http://malo.test/t.dotm", True)).replace("UTF-8", "UTF-16").encode("utf-16")
)
LAUNCH = {"S": pikepdf.Name.Launch, "F": "cmd.exe"}
# Lo que nombran los OpenOffice 1, y lo que deja vacío todo LibreOffice.
DTD_VIEJA = '<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd">'
ATAJOS_VACIOS = {"Configurations2__accelerator__current_xml": b""}
FIRMA = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]))
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"

# Qué dice de cada uno, y su nombre.
MALOS = {
    "vacío.pdf": (b"", "está vacío"),
    "acta": (pdf(), "no tiene extensión"),
    "pdf": (pdf(), "no tiene extensión"),
    ".pdf": (pdf(), "no tiene extensión"),
    "acta.": (pdf(), "no tiene extensión"),
    "acta.pdf.exe": (EXE, "programa"),
    "programa.pdf": (EXE, "programa"),
    "eicar.txt": (EICAR, "EICAR"),
    "eicar.zip": (comprimido({"a/eicar.com": EICAR}), "programa"),
    "eicar disfrazado.zip": (comprimido({"acta.txt": EICAR}), "EICAR"),
    "eicar hondo.zip": (comprimido({"b.zip": comprimido({"acta.txt": EICAR})}), "EICAR"),
    "eicar.docx": (office("docx", word__media__image1_png=EICAR), "EICAR"),
    "ole.docx": (office("docx", ("oleObject", "embeddings/o1.bin", False), word__embeddings__o1_bin=OLE), "incrustado"),
    "ole con otro nombre.docx": (office("docx", word__media__image1_png=OLE), "incrustado"),
    "ole.xlsx": (office("xlsx", xl__embeddings__oleObject1_bin=OLE), "incrustado"),
    "ole.pptx": (office("pptx", ppt__embeddings__oleObject1_bin=OLE), "incrustado"),
    "ole.odt": (odt(Object_bin=OLE), "incrustado"),
    "ole enlazado.docx": (office("docx", ("oleObject", "http://malo.test/a.hta", True)), "incrustado"),
    "activex con barras de Windows.docx": (office("docx", **{r"__word\activeX\a.bin": b"x"}), "ActiveX"),
    "activex.docx": (office("docx", word__activeX__activeX1_bin=b"x"), "ActiveX"),
    "activex.xlsx": (office("xlsx", ("control", "../activeX/a.xml", False)), "ActiveX"),
    "plantilla.docx": (office("docx", ("attachedTemplate", "https://malo.test/t.dotm", True)), "plantilla"),
    "plantilla en la red.docx": (office("docx", ("attachedTemplate", r"\\malo\t.dotm", True)), "plantilla"),
    "plantilla en la red 2.docx": (office("docx", ("attachedTemplate", r"file:///\\malo\t.dotm", True)), "plantilla"),
    "plantilla en UTF-16.docx": (office("docx", word__rels__settings_rels=RELS_UTF16), "plantilla"),
    "página incrustada.docx": (office("docx", ("frame", "http://malo.test/", True)), "otro lugar"),
    "mhtml.docx": (office("docx", ("image", "mhtml:http://malo.test/a!x-usc:", True)), "otro lugar"),
    "imagen que delata la clave.docx": (office("docx", ("image", "file://malo.test/a.png", True)), "otro lugar"),
    "enlace que ejecuta.docx": (office("docx", ("hyperlink", "ms-msdt:/id PCWDiagnostic", True)), "abre un programa"),
    "altchunk.docx": (office("docx", ("aFChunk", "a.rtf", False)), "sin convertir"),
    "dde.docx": (office("docx", word__header1_xml=campo_de_word("DDEAUTO c:\\\\cmd.exe")), "DDE"),
    "dde en trozos.docx": (office("docx", word__header1_xml=campo_de_word(" D", "D&#69;", "AUTO c:")), "DDE"),
    "dde con otros prefijos.docx": (
        office("docx", word__header1_xml="<a-b:x><a-b:instrText><![CDATA[DDE c:]]></a-b:instrText></a-b:x>"), "DDE"),
    "dde en UTF-16.docx": (
        office("docx", word__header1_xml=f"\ufeff{campo_de_word('DDE c:')}".encode("utf-16-le")), "DDE"),
    "dde de una pieza.docx": (office("docx", word__header1_xml="<x><y w:instr='DDE c:'/></x>"), "DDE"),
    "dde armado por otro campo.docx": (
        office("docx", word__header1_xml=campo_de_word(" ", campo="QUOTE 68 68 69 65 85 84 79")), "DDE"),
    "dde acabado por otro campo.docx": (office("docx", word__header1_xml=campo_de_word("DD", campo="REF E")), "DDE"),
    "campo desmedido.docx": (office("docx", word__h_xml=campo_de_word(" " * 2**17, "DDE c:")), "demasiado contenido"),
    "dde letra por letra.docx": (
        office("docx", word__header1_xml=campo_de_word("IF 1 = 1 ", campo="QUOTE 68 68 69")), "DDE"),
    "imagen por campo.docx": (
        office("docx", word__header1_xml=campo_de_word(r' INCLUDEPICTURE "\\\\malo\\a.png" \d')), "otro lugar"),
    "texto por campo.docx": (
        office("docx", word__header1_xml=campo_de_word(" INCLUDETEXT ", ' "https://malo.test/a" ')), "otro lugar"),
    "vínculo por campo.docx": (
        office("docx", word__header1_xml=campo_de_word(r"LINK Excel.Sheet.8 \\malo\a.xls A1 \a")), "otro lugar"),
    "imagen con porcentajes.docx": (office("docx", ("image", "file:%5C%5Cmalo%5Ca.png", True)), "otro lugar"),
    "dde fuera de su carpeta.docx": (office("docx", otra__d_xml=campo_de_word("DDE c:")), "DDE"),
    "dde con otra extensión.docx": (office("docx", word__d_dat=campo_de_word("DDE c:")), "DDE"),
    "dde en otras letras.docx": (
        office("docx", word__d_xml="<?xml version='1.0' encoding='utf-7'?><a/>"), "dañadas"),
    "dde fuera de su carpeta.xlsx": (office("xlsx", xl__e__l1_xml="<externalLink><ddeLink/></externalLink>"), "DDE"),
    "dde tras mucho relleno.xlsx": (
        office("xlsx", xl__e__l1_xml=f"<a>{' ' * (2**20 - 8)}<ddeLink/></a>"), "DDE"),
    "macro de Excel 4.xlsx": (office("xlsx", xl__hojas__s_xml="<xm:macrosheet/>"), "macros"),
    "macro de Excel 4 por su relación.xlsx": (office("xlsx", ("xlMacrosheet", "hojas/s.bin", False)), "macros"),
    "entidades en una hoja.xlsx": (
        office("xlsx", xl__worksheets__s_xml='<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "dañad"),
    "consulta web.xlsx": (
        office("xlsx", xl__connections_xml='<connection refreshOnLoad="1"><webPr url="https://malo.test"/></connection>'),
        "se actualiza sola"),
    "consulta a una base.xlsx": (
        office(
            "xlsx", xl__q_xml='<queryTable refreshOnLoad="true"/>',
            xl__connections_xml='<connection><dbPr connection="Provider=SQLOLEDB"/></connection>'),
        "se actualiza sola"),
    "cinta remota.docx": (office("docx", customUI__c_xml='<customUI onLoad="http://malo/t.dotm!x"/>'), "plantilla"),
    "mimetype y plantilla.docx": (
        office("docx", ("attachedTemplate", "https://malo.test/t.dotm", True), __mimetype="x"), "plantilla"),
    "mimetype y dde.docx": (office("docx", __mimetype="x", word__header1_xml=campo_de_word("DDE c:")), "DDE"),
    "mimetype y macros.docx": (office("docx", tipo_principal=MACRO_WORD, __mimetype="x"), "macros"),
    "con otras mayúsculas.docx": (
        comprimido({"[content_types].xml": "<Types/>", "word/h.xml": campo_de_word("DDE c:")}), "DDE"),
    "imagen que delata la clave.odt": (odt('<draw:image xlink:href="file://malo/a.png"/>'), "otro lugar"),
    "imagen en la red.odt": (odt(r'<draw:image xlink:href="\\malo\a.png"/>'), "otro lugar"),
    "macro vieja.odt": (odt('<x:event-listener xlink:href="macro:///Standard.M.Main()"/>'), "macros"),
    "enlace que ejecuta.odt": (odt('<text:a xlink:href="ms-msdt:/id"/>'), "abre un programa"),
    "dde.xlsx": (office("xlsx", xl__externalLinks__e1_xml="<externalLink><ddeLink/></externalLink>"), "DDE"),
    "botón que ejecuta.pptx": (office("pptx", ppt__slides__s1_xml='<a action="pp&#97;ction://program"/>'), "DDE"),
    "macros.docx": (office("docx", tipo_principal=MACRO_WORD), "macros"),
    "macros 2.docx": (office("docx", word__vbaProject_bin=b"x"), "macros"),
    "macros en lo incrustado.docx": (
        office("docx", word__embeddings__libro_xlsx=office("xlsx", xl__vbaProject_bin=b"x")), "macros"),
    "dtd.docx": (office("docx", word__rels__a_rels='<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "dañadas"),
    "entidades de afuera.odt": (odt(f"{DTD_VIEJA}<a>&x;</a>"), "dañadas"),
    "dos partes iguales.docx": (
        comprimido({"[Content_Types].xml": "<Types/>", "word/a.xml": "x", "Word/A.xml": "y"}), "dañadas"),
    "guiones.odt": (odt('<office:x><a xlink:href="vnd.sun.star.script:a.py$b"/></office:x>'), "macros"),
    "dde.odt": (odt("<office:dde-source office:dde-application='cmd'/>"), "DDE"),
    "marco.odt": (odt('<d:floating-frame d:z="&lt;" l:href=" http://malo.test/"/>'), "otro lugar"),
    "plantilla en la red.odt": (odt(meta_xml="<meta:template x:href='//malo/t.ott'/>"), "otro lugar"),
    "con clave.odt": (odt(**{"META-INF__manifest_xml": "<manifest:encryption-data/>"}), "contraseña"),
    "vacío.zip": (comprimido({}), "vacío"),
    "sólo carpetas.zip": (comprimido({"a/": "", "a/b/": ""}), "vacío"),
    "programa.zip": (comprimido({"acta.docx .exe. ": EXE}), "programa"),
    "programa sin nombre.zip": (comprimido({"acta.txt": EXE}), "programa"),
    "guion.zip": (comprimido({"leame.txt": b"#!/bin/sh\n"}), "programa"),
    "acceso directo.zip": (comprimido({"Carpeta.lnk": b"L\x00\x00\x00"}), "programa"),
    "sube.zip": (_con_ruta("../../etc/acta.txt"), "fuera de su carpeta"),
    "sube con barras de Windows.zip": (_con_ruta("..\\..\\acta.txt"), "fuera de su carpeta"),
    "absoluto.zip": (_con_ruta("/etc/acta.txt"), "fuera de su carpeta"),
    "absoluto de Windows.zip": (_con_ruta("C:\\acta.txt"), "fuera de su carpeta"),
    "enlace simbólico.zip": (_con_ruta("acta.txt", stat.S_IFLNK | 0o777), "fuera de su carpeta"),
    "al revés.zip": (_con_ruta("acta\u202efdp.exe.txt"), "fuera de su carpeta"),
    **{f"{n} en un.zip": (comprimido({n: "x"}), "programa") for n in (
        "a.library-ms", "a.searchConnector-ms", "a.website", "a.appxbundle", "a.msixbundle", "a.ppkg", "a.diagcfg",
        "a.py", "a.pyz", "a.ppa", "a.wiz", "a.contact", "a.swf", "a.exe::$DATA")},
    **{f"{n} en un.zip": (comprimido({n: "x"}), "página web") for n in ("a.html", "a.SVG", "a.shtml")},
    "rtf con objeto.zip": (comprimido({"a.rtf": rb"{\rtf1\object\objdata 0105}"}), "incrustado"),
    "animación.zip": (comprimido({"a.txt": b"FWS\x09" + b"\x00" * 20}), "programa"),
    "dos con un nombre.zip": (_con_dos("a.txt"), "mismo nombre"),
    "dos pegados.zip": (comprimido({"a.exe": EXE}) + comprimido({"a.txt": "x"}), "pegado"),
    "foto y más.jpg": (imagen() + comprimido({"a.exe": EXE}), "pegado"),
    "foto y comentario.jpg": (imagen() + comprimido({"a.exe": EXE}) + b"x" * 999, "pegado"),
    "acta y más.pdf": (pdf() + comprimido({"a.exe": EXE}), "pegado"),
    "acta y más con final.pdf": (pdf() + comprimido({"a.exe": EXE}) + b"%%EOF", "programa"),
    "hoja.csv": (b'ID;P\r\nC;X1;Y1;EEXEC("cmd")\r\n', "SYLK"),
    "programa anidado.zip": (comprimido({"b.zip": comprimido({"c.bat": "x"})}), "programa"),
    "ole anidado.zip": (comprimido({"a.docx": office("docx", word__embeddings__o_bin=OLE)}), "en «a.docx»"),
    "muy hondo.zip": (_anidado(4), "dentro de comprimidos"),
    "rar.zip": (comprimido({"a.rar": b"Rar!\x1a\x07\x01\x00"}), "no se puede revisar"),
    "antiguo.zip": (comprimido({"a.doc": OLE}), "anterior a 2007"),
    "dañado.zip": (comprimido({"a.txt": "x" * 99})[:-30], "dañadas"),
    "abre programas.pdf": (pdf(_catalogo(OpenAction=pikepdf.Dictionary(**LAUNCH))), "abre programas"),
    "abre al pulsar.pdf": (pdf(_enlace(**LAUNCH), con_objetos=True), "abre programas"),
    "guion.pdf": (pdf(_catalogo(OpenAction=accion())), "JavaScript"),
    "guion comprimido.pdf": (pdf(_catalogo(OpenAction=accion()), con_objetos=True), "JavaScript"),
    "guion escondido.pdf": (
        pdf(_catalogo(OpenAction=accion())).replace(b"/JavaScript", b"/J#61vaScript"), "JavaScript"),
    "guion encadenado.pdf": (
        pdf(_catalogo(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=accion()))), "JavaScript"),
    "guion con nombre.pdf": (
        pdf(_catalogo(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([]))))), "JavaScript"),
    "guion de página.pdf": (pdf(_pagina(AA=pikepdf.Dictionary(C=accion()))), "JavaScript"),
    "guion al verse.pdf": (pdf(_campo(PV=accion())), "JavaScript"),
    "envía al abrirse.pdf": (_al_abrir("SubmitForm", F="https://malo.test/"), "va sola a otro lugar"),
    "va a una página al abrirse.pdf": (_al_abrir("URI", URI="https://malo.test/"), "va sola a otro lugar"),
    "abre un archivo de la red.pdf": (_al_abrir("GoToR", F=r"\\malo\a.pdf"), "abre programas u otros archivos"),
    "activa un video al abrirse.pdf": (_al_abrir("RichMediaExecute"), "abre programas u otros archivos"),
    "delata la clave.pdf": (
        pdf(_pagina(AA=pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.GoToE, F=r"\\malo\a")))), "abre"),
    "formulario con programas.pdf": (pdf(_xfa(b"<a><x:scr", b"ipt>app.alert(1)</x:script></a>")), "JavaScript"),
    "formulario de una pieza.pdf": (pdf(_xfa("<script/>".encode("utf-16"))), "JavaScript"),
    "animación.pdf": (pdf(_adjunto("a.bin", b"CWS\x0a\x10\x02\x00" + b"\x00" * 20)), "programa"),
    "adjunto con dos nombres.pdf": (pdf(_con_dos_nombres), "programa"),
    "firmado.pdf": (pdf(_catalogo(OpenAction=accion(), V=FIRMA)), "un enlace a él"),
    "programa adjunto.pdf": (pdf(_adjunto("a.exe", b"x")), "programa"),
    "programa con otro nombre.pdf": (pdf(_adjunto("a.txt", EXE)), "programa"),
    "macros adjuntas.pdf": (pdf(_adjunto("a.docx", office("docx", word__vbaProject_bin=b"x"))), "macros"),
    "con clave.pdf": (pdf(clave="secreta"), "contraseña"),
    "roto que esconde.pdf": (b"%PDF-1.7\n1 0 obj << /S /J#61vaScript", "dañadas"),
    "macros.csv": (b"<html><script>", "no es un archivo admitido"),
    "página en UTF-16.txt": ("<html><script>".encode("utf-16"), "no es un archivo admitido"),
    "página tras espacios.txt": (b" " * 5000 + b"<html><script>", "no es un archivo admitido"),
    "eicar en UTF-16.txt": (EICAR.decode().encode("utf-16"), "EICAR"),
    "IMG_1.HEIC": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "foto de celular"),
    "foto.jpg": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "foto de celular"),
    "escaneo.tif": (b"II*\x00\x08\x00\x00\x00", "TIFF"),
    "audiencia.mp3": (b"ID3\x03\x00", "audio"),
    "nota.opus": (b"x", "audio"),
    "correo.msg": (OLE, "correo electrónico"),
    "correo.pdf": (OLE + "__substg1.0".encode("utf-16-le"), "correo electrónico"),
    "cifrado.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "Office con contraseña"),
    "carta.doc": (OLE, "un Word anterior a 2007"),
    "audiencia.ppsx": (office("pptx"), "guárdela como .pptx"),
    "foto.pdf": (imagen(), "termina en .pdf"),
    "acta.pptx": (office("docx"), "termina en .pptx"),
}  # fmt: skip
BUENOS = {
    "acta.pdf": pdf(),
    "acta impresa.PDF": pdf(con_objetos=True),
    "formulario.pdf": pdf(_campo(K=accion("AFNumber_Keystroke()"), F=accion("AFNumber_Format()"), Fo=accion())),
    "con enlace.pdf": pdf(_enlace(S=pikepdf.Name.URI, URI="https://www.cartagena.gov.co")),
    "abre en la primera página.pdf": pdf(_catalogo(OpenAction=pikepdf.Array([0, pikepdf.Name.Fit]))),
    "abre en la página 2 y se imprime.pdf": _al_abrir("GoTo", Next=pikepdf.Dictionary(S=pikepdf.Name.Named)),
    "formulario de datos.pdf": pdf(_xfa(b"<datos><descripcion/></datos>")),
    "firmado bueno.pdf": pdf(_catalogo(V=FIRMA)),
    "fórmulas accesibles.pdf": pdf(_adjunto("formula.svg", b"<svg/>")),
    "factura electrónica.pdf": pdf(_adjunto("factura.xml", b"<?xml version='1.0'?><Invoice/>")),
    "sin permiso de copiar.pdf": pdf(clave=""),
    "informe.docx": office(
        "docx", ("hyperlink", "https://www.funcionpublica.gov.co", True), ("hyperlink", "mailto:a@b.co", True),
        ("hyperlink", r"\\servidor\planeacion\acta.docx", True), ("image", "https://www.cartagena.gov.co/l.png", True),
        ("image", "media/image1.png", False), word__media__image1_png=imagen(),
        word__header1_xml=campo_de_word(" PAGE "), word__header2_xml=campo_de_word(" IF ", campo="PAGE"),
        word__header3_xml=campo_de_word(" INCLUDEPICTURE &quot;https://www.cartagena.gov.co/l.png&quot; "),
        word__header4_xml=campo_de_word("= ", campo="MERGEFIELD Meta"),
        word__footer1_xml=campo_de_word(' HYPERLINK "https://x.co/DDE" ')),
    "pegado de una página.docx": office(
        "docx", ("hyperlink", "javascript:void(0)", True), ("hyperlink", "javascript:window.print()", True)),
    "oficio con plantilla.docx": office("docx", ("attachedTemplate", "file:///C:\\Plantillas\\oficio.dotx", True)),
    "oficio con otra plantilla.docx": office("docx", ("attachedTemplate", "Normal.dotm", True)),
    "con gráfico.docx": office("docx", ("package", "embeddings/hoja.xlsx", False), word__embeddings__hoja_xlsx=xlsx()),
    "con imágenes de Office.docx": office("docx", word__media__image1_emz=b"\x1f\x8b\x08\x00"),
    "plan.xlsx": xlsx(),
    "con otras mayúsculas.xlsx": comprimido({"[content_types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}),
    "con barras de Windows.xlsx": comprimido({"[content_types].xml": "<Types/>", r"xl\workbook.xml": "<a/>"}),
    "consulta de Power Query.xlsx": office(
        "xlsx", xl__connections_xml='<a><connection refreshOnLoad="1"><dbPr connection="Microsoft.Mashup.OleDb"/>'
        "</connection></a>", xl__customProperty1_bin="<?xml version='1.0' encoding='utf-8'?><a/>".encode("utf-16-le")),
    "enlazado con otro libro.xlsx": office(
        "xlsx", ("externalLinkPath", r"file:///\\servidor\planeacion\metas.xlsx", True),
        xl__externalLinks__e1_xml="<externalLink><externalBook/></externalLink>", xl__ctrlProps__c1_xml="<a/>"),
    "presentación.pptx": office(
        "pptx", ("video", "https://www.youtube.com/embed/a", True),
        ppt__slides__s1_xml='<a action="ppaction://hlinkpres"/>'),
    "acta.odt": odt(
        '<a:b><draw:image xlink:href="https://www.cartagena.gov.co/l.png"/><text:a xlink:href="http://x.co"/>'
        '<draw:object xlink:href="./Object 1"/></a:b>'),
    "acta de OpenOffice viejo.odt": odt(f"{DTD_VIEJA}<office:document-content/>", META_INF__x_xml=DTD_VIEJA + "<a/>"),
    "acta con atajos vacíos.odt": odt(**ATAJOS_VACIOS),
    "hoja con atajos vacíos.ods": odt(clase="spreadsheet", **ATAJOS_VACIOS),
    "foto.jpg": imagen(),
    "foto.JPEG": imagen(),
    "foto de WhatsApp.jfif": imagen(),
    "presentación.odp": odt(clase="presentation"),
    "del escáner.pdf": b"\x1b%-12345X@PJL\r\n@PJL ENTER LANGUAGE=PDF\r\n" + pdf(),
    "de un portal.pdf": b"\r\n" + pdf(),
    "texto Unicode de Excel.csv": "Actividad;Año\r\n1;2026".encode("utf-16"),
    "nota en Unicode.txt": "Año".encode("utf-16-be").join([b"\xfe\xff", b""]),
    "soportes.zip": comprimido({
        "Actas/": "", "Actas/acta 1.pdf": pdf(), "Actas/año.docx": office("docx"), "Fotos/foto.jpg": imagen(),
        "Fotos/Thumbs.db": OLE, "Ana.vcf": "x", "factura.xml": "<?xml version='1.0'?><a/>", "a.rtf": rb"{\rtf1 x}",
        "Fotos/FOTO.JPG": imagen(), "Acta 10:30.pdf": pdf(), "himno.mp3": "x",
        "a..b.txt": "x", "datos.csv": "a;b", "otros.zip": comprimido({"b.txt": "x"})}),
    "lista.csv": b"Actividad;Meta\r\nElaborar;1\r\n",
    "con documento adjunto sin comprimir.pdf": pdf() + b"stream\n" + office("docx") + b"\nendstream\n%%EOF\n",
    "con otra parte.zip": comprimido({"MIMETYPE": "x", "a.txt": "x"}),
    "ids.csv": b"ID;Proceso\r\n1;Talento\r\nC;x\r\n",
    "nota.txt": "Se adjunta el acta N.º 3".encode(),
}  # fmt: skip


@pytest.mark.parametrize("nombre", MALOS)
def test_ningun_archivo_malo_entra_y_se_dice_que_trae_y_como_arreglarlo(nombre):
    contenido, dice = MALOS[nombre]
    (problema,) = problemas_de_archivo(nombre, contenido, MAXIMO)
    assert dice in problema.mensaje
    assert len(problema.mensaje.split(". ")) > 1 or dice == "está vacío"


@pytest.mark.parametrize("nombre", BUENOS)
def test_ningun_archivo_de_oficina_se_rechaza(nombre):
    assert problemas_de_archivo(nombre, BUENOS[nombre], MAXIMO) == []


@pytest.mark.parametrize("nombre", [n for n in MALOS if n.endswith(".xlsx")])
def test_tampoco_entra_lo_malo_como_libro_para_importar(nombre):
    contenido, dice = MALOS[nombre]
    with pytest.raises(ArchivoInvalido, match=dice):
        leer(nombre, contenido)


def test_un_csv_para_importar_no_es_el_archivo_de_prueba_de_los_antivirus():
    with pytest.raises(ArchivoInvalido, match="EICAR"):
        leer("plan.csv", EICAR)


@pytest.mark.parametrize(
    ("tope", "contenido"),
    [
        ("DESCOMPRIMIDO_MAXIMO", comprimido({"a.txt": b"0" * 5000})),
        ("DESCOMPRIMIDO_MAXIMO", comprimido({"b.zip": comprimido({"a.txt": b"0" * 5000})})),
        ("MIEMBROS_MAXIMOS", comprimido({f"{n}.txt": "" for n in range(1001)})),
    ],
)
def test_una_bomba_no_se_abre_aunque_vaya_dentro_de_otra(monkeypatch, tope, contenido):
    monkeypatch.setattr(peligros, tope, 1000)
    assert "demasiado contenido" in str(peligro_de(contenido))


def test_un_documento_con_xml_desmedido_no_se_lee(monkeypatch):
    monkeypatch.setattr("mipg.archivos.office._XML_MAXIMO", 10_000)
    contenido = office("docx", word__rels__a_rels=relaciones(*[("hyperlink", "http://x.co", True)] * 200))
    assert "demasiado contenido" in str(peligro_de(contenido))


def test_una_bomba_en_los_objetos_de_un_pdf_no_se_abre(monkeypatch):
    contenido = pdf(_bomba_en_el_pdf, con_objetos=True)
    assert peligro_de(contenido) is None
    monkeypatch.setattr("mipg.archivos.pdf._OBJETOS_COMPRIMIDOS_MAXIMO", 2**20)
    assert "demasiado contenido" in str(peligro_de(contenido))
