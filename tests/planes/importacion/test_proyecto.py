"""El código BPIN, la meta del Plan de Desarrollo y las partes de un porcentaje, como vienen en un archivo."""

from decimal import Decimal

import pytest

from mipg.libros.libro import Celda
from mipg.libros.textos import ValorInvalido
from planes.importacion.valores import leer_bpin
from tests.planes.importacion.libros import excel, importar


@pytest.mark.parametrize(
    ("escrito", "codigo"),
    [
        ("002024680010012", "002024680010012"),
        (Decimal("202400000003875"), "202400000003875"),
        ("BPIN 2024-05001-0012", "2024050010012"),
        ("2024.05001.0012 Mejoramiento de la gestión (2024)", "2024050010012"),
        ("'0202468001001", "0202468001001"),
        ("Funcionamiento", ""),
        ("Vigencia 2026", ""),
    ],
)
def test_el_bpin_son_sus_digitos_con_sus_ceros(escrito, codigo):
    assert leer_bpin(Celda(escrito)) == codigo


@pytest.mark.parametrize(
    "escrito", ["2,02405E+14", Decimal("20240000000387512"), Decimal(12), "2024680010012; 2024680010013", "1" * 21]
)
def test_un_bpin_que_excel_danio_o_que_no_es_uno_solo_no_se_adivina(escrito):
    with pytest.raises(ValorInvalido, match="formato Texto"):
        leer_bpin(Celda(escrito))


def test_del_archivo_se_leen_el_proyecto_y_las_partes_del_porcentaje():
    titulos = ["Actividad", "Meta", "Numerador del indicador", "Denominador", "Código BPIN", "Meta PDM", "Fecha fin"]
    filas = [
        ["Racionalizar", "80 %", "Trámites hechos", "Trámites priorizados", "00202468001", "Modernizar", "30/06/2025"],
        ["Publicar", "100 %", "", "", "Funcionamiento", "", "30/06/2025"],
    ]
    lectura = importar(excel([titulos, *filas]))
    una, otra = lectura.actividades
    assert (una.numerador, una.denominador) == ("Trámites hechos", "Trámites priorizados")
    assert (una.bpin, una.meta_pdd) == ("00202468001", "Modernizar")
    assert otra.bpin == ""
    assert [nota.fila for nota in lectura.avisos if nota.codigo == "bpin_sin_codigo"] == [3]


@pytest.mark.parametrize(
    ("guardado", "codigo"), [(2024050010012, "2024050010012"), (202400000003875, "202400000003875")]
)
def test_el_bpin_guardado_como_numero_en_excel_entra_con_sus_digitos(guardado, codigo):
    lectura = importar(
        excel([["Actividad", "Meta", "Código BPIN", "Fecha fin"], ["Obra", "1 obra", guardado, "30/06/2025"]])
    )
    assert not lectura.errores
    assert lectura.actividades[0].bpin == codigo


def test_el_bpin_de_mas_cifras_de_las_que_excel_guarda_es_error():
    lectura = importar(
        excel([["Actividad", "Meta", "Código BPIN", "Fecha fin"], ["Obra", "1 obra", 20240000000387512, "30/06/2025"]])
    )
    assert "formato Texto" in lectura.errores[0].mensaje


@pytest.mark.parametrize("columna", [2, 3, 4])
def test_la_columna_angosta_es_error_y_no_un_vacio(columna):
    fila = ["Obra", "1 obra", "5000000", "100", "2024050010012", "30/06/2025"]
    fila[columna] = "######"
    lectura = importar(excel([["Actividad", "Meta", "Presupuesto", "Peso", "Código BPIN", "Fecha fin"], fila]))
    assert any("angosta en Excel" in error.mensaje for error in lectura.errores)


def test_el_titulo_de_la_propia_hoja_se_reconoce_como_el_numero():
    lectura = importar(excel([["N.º", "Actividad", "Meta", "Fecha fin"], ["7", "Obra", "1 obra", "30/06/2025"]]))
    assert (lectura.actividades[0].numero, lectura.actividades[0].numero_supuesto) == ("7", False)
