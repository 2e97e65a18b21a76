"""Lo que se descarga como tabla: ningún programa de hojas de cálculo, lo abra como lo abra, encuentra una fórmula."""

import csv
import io
import unicodedata
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mipg import hojas

# Lo que Excel, LibreOffice y Google Sheets leen como comienzo de fórmula; los anchos se normalizan a los corrientes.
FORMULA = "=+-@"
INVISIBLE = "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\ufeff"
TEXTOS = st.text(
    st.one_of(
        st.sampled_from("=+-@＝＋－＠﹦−'\" \t\r\n\v\x00\x85\u2028\u200b\ufeff,;|a1"), st.characters(codec="utf-8")
    ),
    max_size=12,
)


def _no_se_ve(signo: str) -> bool:
    return signo in INVISIBLE or signo == '"' or unicodedata.category(signo) in ("Cc", "Zs", "Zl", "Zp")


def _calcula(celda: str) -> bool:
    """Si una hoja de cálculo la tomaría por fórmula: lo invisible del comienzo y las comillas no la frenan."""
    visible = unicodedata.normalize("NFKC", celda.replace("\u2212", "-"))
    while visible and (_no_se_ve(visible[0])):
        visible = visible[1:]
    return visible.startswith(tuple(FORMULA))


def _como_sea(texto: str):
    """Las celdas de un CSV con cada separador, respetando sus comillas o, como el asistente de Excel, línea a línea."""
    lineas = texto.splitlines()
    for separador in ";,\t|":
        yield from (celda for fila in csv.reader(io.StringIO(texto, newline=""), delimiter=separador) for celda in fila)
        yield from (celda for linea in lineas for celda in linea.split(separador))


def _csv(*valores) -> str:
    return hojas.en_csv(["Uno", "Dos", "Tres"], [valores]).decode("utf-8-sig")


@pytest.mark.parametrize(
    "texto",
    ["=1+1", "+1", "-1", "@a", "＝1+1", "＋1", "－1", "＠a", " =1", "\u200b=1", "\ufeff=1", "\xa0=1", "\x00=1", "\t=1",
     "\n=1", "\r\n=1", "uno\n=1+1", "uno\r\n  =1", "uno\u2028=1", "uno\n\n＝1", "a;=1", "a,=1+1,b", 'a,"=1+1,b',
     "a\t@b", "''=1", '"=1"'],
)  # fmt: skip
def test_ninguna_forma_de_formula_llega_a_un_csv(texto):
    assert not [celda for celda in _como_sea(_csv("Plan", texto, "fin")) if _calcula(celda)]


@example("=1", "\n'=1")
@example("a,\n;=1", "'\t'")
@given(TEXTOS, TEXTOS)
def test_ningun_texto_calcula_y_todos_vuelven_como_eran(uno, otro):
    crudo = _csv(uno, otro, 3)
    assert not [celda for celda in _como_sea(crudo) if _calcula(celda)]
    assert [hojas.texto_original(hojas.texto_seguro(texto)) for texto in (uno, otro)] == [uno, otro]


def test_un_numero_negativo_sigue_siendo_numero_y_lo_corriente_no_cambia():
    corriente = "Ley 1712; 3 informes, 2 actas — «2 - 1» y a@b.co"
    assert _csv(-5, Decimal("-0.5"), corriente).splitlines()[1].startswith("-5;-0,5;")
    assert hojas.texto_seguro(corriente) == corriente


@given(TEXTOS.filter(bool))
def test_en_excel_todo_texto_es_celda_de_texto(texto):
    libro = hojas.Libro()
    libro.hoja("Hoja", [texto], [[texto], [-5]])
    hoja = openpyxl.load_workbook(io.BytesIO(libro.bytes())).active
    assert [hoja.cell(fila, 1).data_type for fila in (1, 2, 3)] == ["s", "s", "n"]
    assert hoja["A3"].value == -5


@pytest.mark.parametrize(("demostracion", "columna"), [(True, ["Demostración", "DATO DE EJEMPLO"]), (False, [])])
def test_en_la_demostracion_lo_que_se_descarga_lo_dice_en_cada_fila(settings, demostracion, columna):
    settings.DEMOSTRACION = demostracion
    tabla = hojas.Tabla("Hoja", ["Índice"], [[50]])
    leidas = [fila.split(";") for fila in hojas.a_csv(tabla).decode("utf-8-sig").splitlines()]
    assert leidas == [["Índice", *columna[:1]], ["50", *columna[1:]]]
    hoja = openpyxl.load_workbook(io.BytesIO(hojas.a_xlsx([tabla]))).active
    assert [list(fila) for fila in hoja.values] == [["Índice", *columna[:1]], [50, *columna[1:]]]
