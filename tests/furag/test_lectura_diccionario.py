"""El diccionario de índices, con sus rarezas: la jerarquía la da el orden."""

import pytest

from furag.lectura.diccionario import leer_diccionario
from mipg.libros import leer
from tests.furag.oficiales import tabla, xlsx

FILAS = [
    ["Medición del Desempeño Institucional"],
    ["Índices de la vigencia 2025"],
    [None, "Nombre", "Código", "Descripción"],
    [None, "Índice de Desempeño Institucional", "IDI", "Mide la capacidad de la entidad."],
    [None, "Talento Humano", "D1", "Mide la capacidad de…"],
    [None, "Gestión Estratégica del Talento Humano", "POL01", None],
    [None, "Calidad de la planeación", "i01", None],
    [None, "Integridad", "POL 02", None],
    [None, "Cambio cultural", "I5", None],
    [None, "Evaluación de Resultados", "D04", None],
    [None, "Información y Comunicación", "D5", None],
]


def definir(filas=FILAS, hoja="Ind2025", nombre="indices.xlsx", **elecciones):
    """Lo leído de un diccionario, para 2025."""
    return leer_diccionario(nombre, leer(nombre, xlsx(filas, hoja)), anio=2025, elecciones=elecciones)


def test_los_codigos_se_igualan_y_el_orden_da_de_que_cuelgan():
    lectura = definir()
    assert lectura.se_puede
    assert {una.codigo: una.padre for una in lectura.definiciones} == {
        "IDI": "", "D1": "IDI", "POL01": "D1", "I01": "POL01", "POL02": "D1", "I05": "POL02", "D4": "IDI", "D5": "IDI",
    }  # fmt: skip
    assert lectura.definiciones[0].descripcion == "Mide la capacidad de la entidad."
    assert [una.fila for una in lectura.definiciones] == [*range(4, 12)]


def con(fila: int, columna: int, valor) -> list[list]:
    """El diccionario con una celda cambiada."""
    filas = [list(una) for una in FILAS]
    filas[fila - 1][columna] = valor
    return filas


@pytest.mark.parametrize(
    ("filas", "codigo", "fila", "columna"),
    [
        (con(7, 2, "X9"), "codigo_ilegible", 7, "C"),
        (con(7, 2, None), "codigo_ilegible", 7, "C"),
        (con(9, 2, "I01"), "codigo_repetido", 9, "C"),
        (con(6, 1, None), "nombre", 6, "B"),
        (tabla(), "hoja_equivocada", 0, ""),
    ],
)
def test_lo_que_no_puede_ser_se_dice_en_su_celda(filas, codigo, fila, columna):
    lectura = definir(filas)
    assert [(nota.codigo, nota.fila, nota.columna) for nota in lectura.errores] == [(codigo, fila, columna)]
    assert not lectura.se_puede


def test_el_de_otro_anio_se_pregunta():
    (pregunta,) = definir(hoja="Ind2024").preguntas
    assert pregunta.clave == "vigencia"
    assert definir(hoja="Ind2024", vigencia=True).se_puede


def test_sin_titulos_el_nombre_es_lo_que_esta_al_lado():
    lectura = definir(FILAS[3:])
    assert (lectura.definiciones[1].nombre, lectura.definiciones[1].descripcion) == (
        "Talento Humano",
        "Mide la capacidad de…",
    )
