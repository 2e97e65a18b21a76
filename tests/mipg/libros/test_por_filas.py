"""Leer de a una fila dice lo mismo que leer todo, y no pasa de sus topes."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook

from mipg.libros import ArchivoInvalido, leer
from mipg.libros.formato import Topes
from mipg.libros.por_filas import abrir

TOPES = Topes(filas=100, columnas=20, celdas=1_000)


def libro() -> bytes:
    """Dos hojas con títulos y celdas combinadas, filas vacías y ocultas, y de todo en las celdas."""
    documento, salida = Workbook(), io.BytesIO()
    hoja = documento.active
    hoja.title = "Territorio"
    for fila in (
        ["Resultados de la medición", None, None],
        [None, None, None],
        ["Entidad", "IDI", "D1"],
        ["ALCALDIA", 63.41, 0],
        ["CONCEJO", None, True],
        ["ESCUELA", "=A1", date(2025, 1, 31)],
        ["HOSPITAL", "#N/A", " 12,5 "],
    ):
        hoja.append(fila)
    hoja.merge_cells("A1:C1")
    hoja.merge_cells("A4:A5")
    hoja.row_dimensions[6].hidden = True
    documento.create_sheet("Notas").append(["nada"])
    documento["Notas"].sheet_state = "hidden"
    documento.save(salida)
    return salida.getvalue()


@pytest.mark.parametrize(
    ("nombre", "contenido"),
    [("a.xlsx", libro()), ("a.csv", "Entidad;IDI\nALCALDÍA;63,41\n\nCONCEJO;\n".encode("latin-1"))],
)
def test_dice_lo_mismo_que_leerlo_entero(nombre, contenido):
    entero = leer(nombre, contenido)
    por_filas = abrir(nombre, contenido, TOPES)
    assert [(hoja.nombre, hoja.oculta) for hoja in por_filas] == [(hoja.nombre, hoja.oculta) for hoja in entero.hojas]
    for hoja, de_a_una in zip(entero.hojas, por_filas, strict=True):
        filas = [replace(fila, pintadas=frozenset()) for fila in hoja.filas]
        assert [*de_a_una.leer()] == filas == [*de_a_una.leer()]
        assert de_a_una.cuantas >= len(filas)


@pytest.mark.parametrize("tope", ["filas", "columnas", "celdas"])
def test_lo_que_pasa_de_un_tope_no_se_lee(tope):
    topes = replace(TOPES, **{tope: 2})
    with pytest.raises(ArchivoInvalido):
        [*abrir("a.xlsx", libro(), topes)[0].leer()]


def test_las_filas_en_desorden_se_dicen():
    revuelto = libro_con(b'<row r="7"', b'<row r="2"')
    with pytest.raises(ArchivoInvalido, match="la fila 2 está después de la 6"):
        [*abrir("a.xlsx", revuelto, TOPES)[0].leer()]


def libro_con(viejo: bytes, nuevo: bytes) -> bytes:
    """El libro con algo cambiado en el XML de su primera hoja."""
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(libro())) as de, zipfile.ZipFile(salida, "w") as a:
        for miembro in de.namelist():
            parte = de.read(miembro)
            if miembro.endswith("sheet1.xml"):
                parte = parte.replace(viejo, nuevo).replace(b'r="A7"', b'r="A2"')
            a.writestr(miembro, parte)
    return salida.getvalue()
