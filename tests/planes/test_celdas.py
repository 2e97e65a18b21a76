"""Lo que se escribe en una celda de la hoja vale lo mismo que en un archivo, y vuelve a leerse igual."""

from datetime import date
from decimal import Decimal

import pytest

from mipg.libros.textos import ValorInvalido
from planes.celdas import Lector

LECTOR = Lector(
    anio=2026,
    dependencias={7: "Secretaría General", 9: "Informática"},
    alias={"secretaria general": 7, "sgral": 7, "informatica": 9},
    opciones={"tipo_meta": {"ACUMULADA": "Acumulada", "CONSTANTE": "Constante", "HITO": "Hito"}},
    indices=frozenset({3}),
)


@pytest.mark.parametrize(
    ("campo", "texto", "valor"),
    [
        ("meta", "1.234,5", Decimal("1234.5")),
        ("meta", "25 %", Decimal(25)),
        ("meta", "  ", None),
        ("presupuesto", "$ 5'000.000", Decimal(5_000_000)),
        ("fecha_fin", "31/1", date(2026, 1, 31)),
        ("fecha_fin", "marzo", date(2026, 3, 31)),
        ("fecha_inicio", "marzo", date(2026, 3, 1)),
        ("fecha_fin", "30/11/2027", date(2027, 11, 30)),
        ("fecha_fin", "", None),
        ("tipo_meta", "HITO", "HITO"),
        ("tipo_meta", "acum", "ACUMULADA"),
        ("dependencia", "informática", 9),
        ("dependencia", "SGRAL", 7),
        ("dependencia", "", None),
        ("numero", " 3. ", "3"),
        ("nombre", "Publicar  el\tinforme ", "Publicar el informe"),
        ("formula", "A\r\nB", "A\nB"),
        ("bpin", "BPIN 2024-05001-0012", "2024050010012"),
        ("bpin", " ", ""),
    ],
)
def test_se_lee_como_en_un_archivo(campo, texto, valor):
    assert LECTOR.leer(campo, texto) == valor


@pytest.mark.parametrize(
    ("campo", "texto", "dice"),
    [
        ("fecha_fin", "31/02", "no existe"),
        ("fecha_fin", "pronto", "no es una fecha"),
        ("fecha_fin", "1/1/9999", "no es una fecha"),
        ("meta", "muchas", "no es un número"),
        ("meta", "1,234", "de dos maneras"),
        ("meta", "0,12345", "cuatro decimales"),
        ("presupuesto", "25 %", "no son pesos"),
        ("bpin", "no es un código", "Escriba el código completo"),
        ("bpin", "2,02405E+14", "no es un código BPIN"),
        ("tipo_meta", "otra cosa", "no es una de las opciones"),
        ("dependencia", "Marte", "no es una dependencia de la lista"),
        ("nombre", "#N/A", "es un error de Excel"),
        ("unidad", "x" * 121, "caben 120"),
        ("producto", "Acta\0", "un carácter nulo"),
        ("formula", "A\0/B", "un carácter nulo"),
    ],
)
def test_lo_que_no_es_de_su_tipo_se_rechaza_y_dice_como_va(campo, texto, dice):
    with pytest.raises(ValorInvalido, match=dice):
        LECTOR.leer(campo, texto)


@pytest.mark.parametrize(
    ("campo", "valor", "texto"),
    [
        ("meta", Decimal("1234.5000"), "1234,5"),
        ("meta", Decimal("1.234"), "1,2340"),
        ("meta", None, ""),
        ("fecha_fin", date(2026, 1, 31), "31/01"),
        ("fecha_fin", date(2027, 1, 31), "31/01/2027"),
        ("tipo_meta", "HITO", "HITO"),
        ("dependencia", 9, "Informática"),
        ("producto", "Acta", "Acta"),
    ],
)
def test_lo_que_se_escribe_se_vuelve_a_leer_igual(campo, valor, texto):
    assert LECTOR.escribir(campo, valor) == texto
    assert LECTOR.leer(campo, texto) == (valor or None if campo != "producto" else valor)


def test_una_lista_admite_solo_lo_que_se_ofrece():
    assert LECTOR.leer_lista("apoyos", ["7", "9"]) == [7, 9]
    assert LECTOR.leer_lista("indices", ["3"]) == [3]
    for malo in ("8", "x", "9" * 30):
        with pytest.raises(ValorInvalido, match="vuelva a elegir"):
            LECTOR.leer_lista("apoyos", [malo])


def test_la_misma_dependencia_dos_veces_es_una():
    assert LECTOR.leer_lista("apoyos", ["7", "9", "7"]) == [7, 9]
