"""El presupuesto de una actividad: en pesos y completo, o se dice."""

from datetime import date
from decimal import Decimal

import pytest

from tests.planes.importacion.libros import excel, importar, mensajes


def con_presupuesto(valor, titulo: str = "Presupuesto"):
    return importar(excel([["Actividad", "Meta", titulo, "Fecha fin"], ["Dotar sedes", 5, valor, date(2025, 11, 30)]]))


@pytest.mark.parametrize(
    ("escrito", "pesos"),
    [(5_000_000, "5000000"), ("$ 5.000.000", "5000000"), ("1'500.000", "1500000"), (0, "0"), ("N/A", None), ("", None)],
)
def test_se_lee_en_pesos(escrito, pesos):
    lectura = con_presupuesto(escrito)
    assert (lectura.errores, [nota for nota in lectura.avisos if nota.codigo.startswith("presupuesto")]) == ((), [])
    assert lectura.actividades[0].presupuesto == (pesos and Decimal(pesos))


@pytest.mark.parametrize("escrito", ["5 millones", "25 %", -3_000_000, "10,000", "entre 2.000.000 y 3.000.000"])
def test_lo_que_no_son_pesos_se_pregunta(escrito):
    (error,) = con_presupuesto(escrito).errores
    assert (error.fila, error.columna) == (2, "C")


def test_sin_cifra_queda_vacio_y_se_dice():
    lectura = con_presupuesto("Funcionamiento")
    assert (lectura.errores, lectura.actividades[0].presupuesto) == ((), None)
    assert "no trae una cifra" in mensajes(lectura.avisos)


def test_una_cifra_muy_baja_puede_estar_en_millones():
    lectura = con_presupuesto(120)
    assert lectura.actividades[0].presupuesto == 120
    assert "menos de un millón de pesos. Si está en miles o millones" in mensajes(lectura.avisos)


def test_de_dos_anios_se_importa_el_de_la_vigencia():
    titulos = ["Actividad", "Meta", "Presupuesto 2024", "Presupuesto 2025", "Fecha fin"]
    lectura = importar(excel([titulos, ["Dotar sedes", 5, 1_000_000, 2_000_000, date(2025, 11, 30)]]))
    assert lectura.actividades[0].presupuesto == 2_000_000
