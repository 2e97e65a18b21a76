"""Una celda de Excel se lee donde está y como se ve: lo vacío ocupa su lugar, y el formato dice qué es porcentaje."""

import io
import zipfile
from decimal import Decimal as D

import pytest
import xlsxwriter

from mipg.libros import leer
from mipg.libros.lector import _celda
from tests.planes.importacion.libros import con_hoja_cruda, excel, hoja_cruda


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
