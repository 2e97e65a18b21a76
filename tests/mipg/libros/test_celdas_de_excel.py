"""Una celda de Excel se lee donde está y como se ve: lo vacío ocupa su lugar, y el formato dice qué es porcentaje."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Color, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mipg.libros import ArchivoInvalido, lector, leer
from mipg.libros.lector import _celda
from tests.planes.importacion.libros import Pagina, con_hoja_cruda, excel, hoja_cruda


def _valores(filas: bytes, cola: bytes = b"") -> dict[int, dict[int, D]]:
    (hoja,) = leer("plan.xlsx", con_hoja_cruda(hoja_cruda(filas, cola))).hojas
    return {fila.numero: {i: celda.valor for i, celda in fila.celdas.items()} for fila in hoja.filas}


@pytest.mark.parametrize("vacia", [b"<c/>", b'<c s="0"/>', b"<c></c>"])
def test_la_celda_vacia_que_no_dice_donde_esta_ocupa_su_lugar(vacia):
    filas = b"<row><c><v>1</v></c>" + vacia + b"<c><v>3</v></c></row>"
    assert _valores(filas) == {1: {1: D(1), 3: D(3)}}


def test_la_fila_vacia_que_no_dice_donde_esta_ocupa_su_lugar():
    assert _valores(b"<row><c><v>1</v></c></row><row/><row><c><v>3</v></c></row>") == {1: {1: D(1)}, 3: {1: D(3)}}


def test_una_combinacion_con_comillas_sencillas_tambien_combina():
    filas = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    assert _valores(filas, b"<mergeCells><mergeCell ref='A1:A2'/></mergeCells>")[2] == {1: D(1), 2: D(2)}


@pytest.mark.parametrize(
    ("formato", "valor", "numero", "es_porcentaje"),
    [
        ("0%", 0.8, 80, True),
        ('0"%"', 80, 80, True),
        (r"0\%", 80, 80, True),
        ("0.00%;[Red]-0.00%", 0.125, D("12.5"), True),
        ("[<=1]0%;0", 0.5, 50, True),
        ("[<=1]0%;0", 40, 40, False),
        ("0;-0%", 3, 3, False),
        ("0%;0;0", 0, 0, False),
        ('"a;b"0%', 0.5, 50, True),
        ("0", 40, 40, False),
    ],
)
def test_es_porcentaje_lo_que_se_ve_con_su_signo(formato, valor, numero, es_porcentaje):
    celda = _celda(valor, formato)
    assert (celda.valor, celda.porcentaje) == (D(numero), es_porcentaje)


@pytest.mark.parametrize(
    ("partes", "dice"),
    [
        (("10", "volado", "1"), "10"),
        (("tachado", "5", "8"), "8"),
        (("Medir ", "tachado", "2 ", "3 veces"), "Medir 3 veces"),
        (("100 m", "volado", "2"), "100 m2"),
        (("tachado", "5", "tachado", " casas"), "5 casas"),
        (("uno ", "negrilla", "dos"), "uno dos"),
    ],
)
def test_lo_tachado_y_las_llamadas_de_nota_no_se_leen(partes, dice):
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida, {"in_memory": True}) as libro:
        estilos = {
            "volado": libro.add_format({"font_script": 1}),
            "tachado": libro.add_format({"font_strikeout": True}),
            "negrilla": libro.add_format({"bold": True}),
        }
        libro.add_worksheet().write_rich_string("A1", *(estilos.get(parte, parte) for parte in partes))
    (hoja,) = leer("plan.xlsx", salida.getvalue()).hojas
    assert hoja.filas[0].celdas[1].texto == dice


@pytest.mark.parametrize(
    ("antes", "despues"),
    [
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (b"worksheets/sheet1.xml", b"hojas/sheet1.xml"),
    ],
    ids=["libro estricto", "hoja en otra carpeta"],
)
def test_se_lee_aunque_el_libro_nombre_sus_partes_de_otro_modo(antes, despues):
    salida = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(excel([["Actividad"], ["Elaborar"]]))) as origen,
        zipfile.ZipFile(salida, "w") as copia,
    ):
        for miembro in origen.infolist():
            nombre = miembro.filename.replace(antes.decode(), despues.decode())
            copia.writestr(nombre, origen.read(miembro).replace(antes, despues))
    (hoja,) = leer("plan.xlsx", salida.getvalue()).hojas
    assert [fila.celdas[1].texto for fila in hoja.filas] == ["Actividad", "Elaborar"]


def test_lo_oculto_se_sabe_aunque_se_escriba_true_y_en_rangos():
    columnas = b'<cols><col min="2" max="3" hidden="true"/></cols><sheetData>'
    xml = hoja_cruda(b'<row r="1" hidden="true"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>')
    (hoja,) = leer("plan.xlsx", con_hoja_cruda(xml.replace(b"<sheetData>", columnas))).hojas
    assert [fila.oculta for fila in hoja.filas] == [True, False]
    assert hoja.columnas_ocultas == {2, 3}


def test_las_fechas_de_un_libro_que_cuenta_desde_1904_son_las_que_se_ven():
    libro, salida = Workbook(), io.BytesIO()
    libro.epoch = CALENDAR_MAC_1904
    libro.active["A1"] = date(2026, 3, 4)
    libro.save(salida)
    (hoja,) = leer("plan.xlsx", salida.getvalue()).hojas
    assert hoja.filas[0].celdas[1].valor == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("tope", "cola", "hojas"),
    [
        ("CELDAS_MAXIMAS", b"", 1),
        ("CELDAS_MAXIMAS", b"", 2),
        ("COMBINACIONES_MAXIMAS", b'<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/></mergeCells>', 1),
    ],
)
def test_lo_que_no_cabe_se_niega_por_hoja_y_por_libro(monkeypatch, tope, cola, hojas):
    monkeypatch.setattr(lector, tope, 1 if cola else 3 if hojas > 1 else 2)
    filas = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in (1, 2))
    contenido = con_hoja_cruda(hoja_cruda(filas, cola))
    if hojas > 1:
        contenido = excel(*(Pagina([["Actividad", "Meta"]], f"Hoja {n}") for n in range(hojas)))
    with pytest.raises(ArchivoInvalido, match="descomprimirlo"):
        leer("plan.xlsx", contenido)


def _con_parte(nombre: str, cambiar) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel([["Actividad"]]))) as origen, zipfile.ZipFile(salida, "w") as copia:
        for miembro in origen.infolist():
            parte = origen.read(miembro)
            copia.writestr(miembro.filename, cambiar(parte) if miembro.filename == nombre else parte)
    return salida.getvalue()


def _en_utf_16(parte: bytes) -> bytes:
    return parte.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def _con_tipo_de_documento(parte: bytes) -> bytes:
    return parte.replace(b"?>", b"?><!DOCTYPE sst>", 1)


@pytest.mark.parametrize("cambiar", [_en_utf_16, _con_tipo_de_documento])
def test_lo_que_esconderia_una_entidad_no_se_abre(cambiar):
    assert leer("plan.xlsx", _con_parte("xl/sharedStrings.xml", lambda parte: parte)).hojas[0].filas
    with pytest.raises(ArchivoInvalido, match="dañado"):
        leer("plan.xlsx", _con_parte("xl/sharedStrings.xml", cambiar))


def test_el_texto_vacio_que_dio_una_formula_no_es_una_formula_sin_resultado():
    filas = b'<row r="1"><c r="A1"><v>1</v></c>%b</row>'
    vacio, sin_resultado = b'<c r="B1" t="str"><f>""</f><v/></c>', b'<c r="B1"><f>A1*2</f></c>'
    for celda, error in ((vacio, False), (sin_resultado, True)):
        (hoja,) = leer("plan.xlsx", con_hoja_cruda(hoja_cruda(filas % celda))).hojas
        assert (2 in hoja.filas[0].celdas and bool(hoja.filas[0].celdas[2].error)) is error


def test_una_duracion_no_es_una_fecha():
    libro, salida = Workbook(), io.BytesIO()
    libro.active["A1"] = timedelta(hours=36)
    libro.save(salida)
    (hoja,) = leer("plan.xlsx", salida.getvalue()).hojas
    assert hoja.filas[0].celdas[1].valor == "1 day, 12:00:00"


@pytest.mark.parametrize(("color", "pinta"), [(Color(theme=0), False), (Color(theme=0, tint=-0.25), True)])
def test_el_blanco_oscurecido_es_un_color(color, pinta):
    libro, salida = Workbook(), io.BytesIO()
    libro.active["A1"] = "Actividad"
    libro.active["B1"].fill = PatternFill("solid", fgColor=color)
    libro.save(salida)
    (hoja,) = leer("plan.xlsx", salida.getvalue()).hojas
    assert [columna for columna, _ in hoja.filas[0].pintadas] == ([2] if pinta else [])


def test_las_combinaciones_que_juntas_cubren_demasiado_se_niegan(monkeypatch):
    monkeypatch.setattr(lector, "CELDAS_MAXIMAS", 8)
    filas = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in (1, 2))
    leer("plan.xlsx", con_hoja_cruda(hoja_cruda(filas, b'<mergeCells><mergeCell ref="A1:D2"/></mergeCells>')))
    with pytest.raises(ArchivoInvalido, match="descomprimirlo"):
        leer("plan.xlsx", con_hoja_cruda(hoja_cruda(filas, b'<mergeCells><mergeCell ref="A1:E2"/></mergeCells>')))
