"""El diccionario de índices, con sus rarezas: la jerarquía la da el orden."""

import io

import pytest
from openpyxl import load_workbook

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


MODELO = {
    "D1": ("Talento Humano", "IDI"), "POL01": ("Gestión Estratégica del Talento Humano", "D1"),
    "I01": ("Calidad de la planeación estratégica", "POL01"), "POL02": ("Integridad", "D1"),
    "I05": ("Cambio cultural", "POL02"), "D4": ("Evaluación de Resultados", "IDI"),
    "D5": ("Información y Comunicación", "IDI"),
}  # fmt: skip


def definir(filas=FILAS, hoja="Ind2025", nombre="indices.xlsx", **elecciones):
    """Lo leído de un diccionario, para 2025."""
    libro = leer(nombre, xlsx(filas, hoja))
    return leer_diccionario(nombre, libro, anio=2025, elecciones=elecciones, modelo=MODELO)


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
        (con(7, 3, "#N/A"), "celda_con_error", 7, "D"),
        (tabla(), "hoja_equivocada", 0, ""),
    ],
)
def test_lo_que_no_puede_ser_se_dice_en_su_celda(filas, codigo, fila, columna):
    lectura = definir(filas)
    assert [(nota.codigo, nota.fila, nota.columna) for nota in lectura.errores] == [(codigo, fila, columna)]
    assert not lectura.se_puede


def test_el_nombre_de_otra_es_un_error():
    errores = definir(con(8, 1, "Política de Gestión Estratégica del Talento Humano")).errores
    assert [(nota.codigo, nota.fila) for nota in errores] == [("codigo_y_nombre", 8)]


@pytest.mark.parametrize(
    ("filas", "clave", "dice"),
    [
        ([*FILAS[:3], *sorted(FILAS[3:], key=lambda fila: fila[2].upper())], "jerarquia", "I01 de D5 y no de POL01"),
        ([*FILAS, [None, "Otro", "I71", None]], "modelo", "trae sin estar en él I71"),
        (FILAS[:9], "modelo", "no trae D4 y D5"),
        (con(9, 1, "Acción de repetición"), "modelo", "nombra de otro modo I05"),
    ],
    ids=["ordenado por código", "de más", "de menos", "renombrado"],
)
def test_lo_distinto_del_modelo_se_pregunta(filas, clave, dice):
    (pregunta,) = definir(filas).preguntas
    assert (pregunta.clave, dice in pregunta.texto) == (clave, True)
    contestada = definir(filas, **{clave: True})
    assert contestada.se_puede
    assert {u.codigo: u.padre for u in contestada.definiciones}["I01"] == "POL01"


def test_el_consecutivo_no_es_el_nombre_y_una_palabra_partida_se_junta():
    filas = [["Nombre, código y descripción", *[None] * 4]]
    filas += [[n, n, *fila[1:]] for n, fila in enumerate(con(5, 1, "Talento Hu- mano")[3:])]
    assert [una.nombre for una in definir(filas).definiciones][:2] == [FILAS[3][1], "Talento Humano"]


def test_una_descripcion_en_dos_filas_combinadas_se_junta():
    libro = load_workbook(io.BytesIO(xlsx(FILAS, "Ind2025")))
    hoja = libro.active
    hoja.append([None, None, None, "y su difusión."])
    for columna in "BC":
        hoja.merge_cells(f"{columna}11:{columna}12")
    hoja["D11"] = "La información"
    libro.save(salida := io.BytesIO())
    lectura = leer_diccionario("i.xlsx", leer("i.xlsx", salida.getvalue()), anio=2025, elecciones={})
    assert lectura.errores == []
    assert lectura.definiciones[-1].descripcion == "La información y su difusión."


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


def test_un_rotulo_a_lo_ancho_no_es_un_indice():
    filas = [*FILAS[:4], [None, "DIMENSIÓN 1 Y SUS POLÍTICAS"], *FILAS[4:]]
    libro = load_workbook(io.BytesIO(xlsx(filas, "Ind2025")))
    libro["Ind2025"].merge_cells("B5:D5")
    libro.save(salida := io.BytesIO())
    lectura = leer_diccionario("x.xlsx", leer("x.xlsx", salida.getvalue()), anio=2025, elecciones={}, modelo=MODELO)
    assert lectura.se_puede and [una.fila for una in lectura.definiciones] == [4, *range(6, 13)]
