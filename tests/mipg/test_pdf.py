"""De plantilla a PDF: etiquetado, con propiedades, repetible, y sin leer nada que no sea un estático propio."""

import gc
import logging
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pikepdf
import pytest

from mipg import pdf
from mipg.pdf import RecursoNegado, leer_estatico, pintar
from mipg.reglas import ReglaIncumplida
from tests.lector_pdf import LectorPdf
from tests.servicios import RAIZ

DOCUMENTO = """<!DOCTYPE html>
<html lang="es-CO">
  <head><title>Título de prueba</title><meta name="author" content="Entidad de prueba"></head>
  <body>
    <h1>Capítulo</h1><h2>Sección única</h2>
    <table><thead><tr><th scope="col">No.</th><th scope="col">Qué</th></tr></thead>
    <tbody><tr><th scope="row">1</th><td>Año</td></tr></tbody></table>
    <svg viewBox="0 0 10 10" width="10" height="10"><title>Un cuadro</title><rect width="10" height="10"/></svg>
    {extra}
  </body>
</html>"""


@pytest.fixture(scope="module")
def servidor():
    """Servidor HTTP en la misma máquina que anota lo que le piden."""

    class Anota(BaseHTTPRequestHandler):
        pedidas = []

        def do_GET(self):
            self.pedidas.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_POST = do_GET

        def log_message(self, *_):
            pass

    escucha = HTTPServer(("127.0.0.1", 0), Anota)
    hilo = threading.Thread(target=escucha.serve_forever, daemon=True)
    hilo.start()
    escucha.pedidas = Anota.pedidas
    yield escucha
    escucha.shutdown()
    escucha.server_close()


@pytest.fixture
def pintar_html(monkeypatch):
    """`pintar_html(extra)`: el documento de prueba con `extra` puesto tal cual, sin escapar."""

    def hacer(extra: str = "") -> pdf.Pdf:
        monkeypatch.setattr(pdf, "render_to_string", lambda *_: DOCUMENTO.replace("{extra}", extra))
        return pintar("informes/base.html", {})

    return hacer


def test_el_pdf_sale_etiquetado_en_espanol_con_propiedades_y_marcadores(pintar_html, caplog):
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        contenido, paginas = pintar_html()

    lector = LectorPdf(contenido)
    raiz = lector.pdf.Root
    assert paginas == len(lector.pdf.pages) == 1
    assert raiz.MarkInfo.Marked is True
    assert raiz.Lang == "es-CO"
    assert raiz.ViewerPreferences.DisplayDocTitle is True
    assert b"pdfuaid:part" in raiz.Metadata.read_bytes()
    assert lector.pdf.docinfo.Title == "Título de prueba"
    assert lector.pdf.docinfo.Author == "Entidad de prueba"
    assert lector.marcadores == ["Capítulo", "Sección única"]
    assert lector.filas(next(lector.arbol.todas("Table"))) == [["No.", "Qué"], ["1", "Año"]]
    assert [figura.alt for figura in lector.arbol.todas("Figure")] == ["Un cuadro"]
    assert caplog.records == []


def test_las_letras_son_las_nuestras_y_van_incrustadas(pintar_html):
    lector = LectorPdf(pintar_html().contenido)

    fuentes = [fuente.DescendantFonts[0] for fuente in lector.pdf.pages[0].Resources.Font.values()]
    assert fuentes
    for fuente in fuentes:
        assert "Nunito" in str(fuente.BaseFont)
        assert isinstance(fuente.FontDescriptor.FontFile2, pikepdf.Stream)


def test_lo_mismo_da_los_mismos_bytes(pintar_html):
    assert pintar_html("<b>negrita</b>") == pintar_html("<b>negrita</b>")
    assert pintar_html("<b>negrita</b>") != pintar_html("<b>otra</b>")


@pytest.mark.parametrize(
    "pide",
    [
        '<img alt="x" src="{http}/imagen.png">',
        '<img alt="x" src="//127.0.0.1/imagen.png">',
        '<img alt="x" src="HTTP://127.0.0.1:{puerto}/imagen.png">',
        '<img alt="x" src="ftp://127.0.0.1/imagen.png">',
        '<img alt="x" src="file:///etc/passwd">',
        '<object data="{http}/objeto.svg"></object>',
        '<embed src="{http}/objeto.svg">',
        '<link rel="stylesheet" href="{http}/hoja.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">adjunto</a>',
        '<style>@import url("{http}/hoja.css");</style>',
        '<style>@font-face{font-family:x;src:url("{http}/letra.woff2")} p{font-family:x}</style><p>x</p>',
        '<style>p{background:url("{http}/fondo.png")}</style><p>x</p>',
        '<style>p::before{content:url("{http}/antes.png")}</style><p>x</p>',
        '<svg width="9" height="9"><title>x</title><image href="{http}/dentro.png" width="9" height="9"/></svg>',
        "<img alt=\"x\" src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        "<image href='{http}/anidada.png' width='9' height='9'/></svg>\">",
    ],
)
def test_pedir_algo_de_fuera_detiene_el_informe_sin_llamar_a_nadie(pintar_html, servidor, pide):
    puerto = servidor.server_port
    with pytest.raises(RecursoNegado, match="no se permite leer"):
        pintar_html(pide.replace("{http}", f"http://127.0.0.1:{puerto}").replace("{puerto}", str(puerto)))
    assert servidor.pedidas == []


@pytest.mark.parametrize(
    "ruta",
    [
        "../mipg/settings.py",
        "%2e%2e/mipg/settings.py",
        "..%2fstatic/css/fichas.css",
        "css/%2e%2e/%2e%2e/static/icono.svg",
        "/etc/passwd.css",
        "//etc/x.css",
        "css/no-existe.css",
        "css",
        "",
        "css/fichas.css%00.svg",
        "js/menu.js",
    ],
)
def test_lo_que_no_es_un_estatico_del_proyecto_no_se_lee(ruta):
    with pytest.raises(RecursoNegado):
        leer_estatico(pdf.ORIGEN + ruta)


def test_un_estatico_del_proyecto_si_se_lee():
    contenido, tipo = leer_estatico(pdf.ORIGEN + "css/informes.css")

    assert contenido == (RAIZ / "static/css/informes.css").read_bytes()
    assert tipo == "text/css"


def test_un_estatico_que_falta_detiene_el_informe_y_se_dice_cual(pintar_html):
    with pytest.raises(RecursoNegado, match=r"Falta un recurso.*img/escudo\.png"):
        pintar_html('<img alt="Escudo" src="img/escudo.png">')


def test_un_dato_incrustado_que_no_se_entiende_detiene_el_informe(pintar_html):
    with pytest.raises(RecursoNegado, match="incrustado"):
        pintar_html('<img alt="x" src="data:sin-coma">')


def test_la_negativa_es_una_regla_incumplida():
    assert issubclass(RecursoNegado, ReglaIncumplida)


@pytest.mark.parametrize(
    ("hoja", "falta"),
    [("css/no-existe.css", "no-existe"), ("css/informes.css", "nunito")],
    ids=["la hoja", "la tipografía que nombra la hoja"],
)
def test_si_falta_una_hoja_o_su_tipografia_se_dice_cual(pintar_html, monkeypatch, hoja, falta):
    buscar = pdf.finders.find
    monkeypatch.setattr(pdf, "HOJAS", ("css/fichas.css", hoja))
    monkeypatch.setattr(pdf.finders, "find", lambda nombre: None if falta in nombre else buscar(nombre))
    pdf._motor.cache_clear()
    try:
        with pytest.raises(RecursoNegado, match=f"Falta un recurso.*{falta}"):
            pintar_html()
    finally:
        pdf._motor.cache_clear()


def test_el_recolector_vuelve_a_quedar_como_estaba(pintar_html):
    pintar_html()
    assert gc.isenabled()
    with pytest.raises(RecursoNegado):
        pintar_html('<img alt="x" src="file:///etc/passwd">')
    assert gc.isenabled()


def test_weasyprint_no_se_carga_hasta_pintar():
    programa = (
        "import os, sys, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mipg.settings'); django.setup();"
        "import mipg.urls, seguimiento.tasks; sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", programa], cwd=RAIZ, check=False).returncode == 0
