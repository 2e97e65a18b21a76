"""Qué filas son actividades: ninguna se pierde por su texto ni se inventa una con un total, una firma o una nota."""

from datetime import date

import pytest

from tests.planes.importacion.libros import Combinada, Formula, Lectura, Porcentaje, excel, importar, mensajes, partir

INFORME = partir("ITEM|ACTIVIDAD PROGRAMADA|ACTIVIDAD EJECUTADA|% DE CUMPLIMIENTO|PLAZO DE EJECUCIÓN|RESPONSABLE")
SIN_NUMERO = partir("ACTIVIDAD PROGRAMADA|PLAZO DE EJECUCIÓN|RESPONSABLE")
PLAN = partir("No|Actividad|Meta|Unidad|Fecha inicio|Fecha fin|Responsable|T1|T2")
ACTIVIDAD = [1, "Elaborar PGD", 2, "doc", date(2025, 1, 1), date(2025, 6, 30), "Secretaría General", 1, 1]
COMPROMISO = ["Elaborar PGD", "30/06/2025", "Secretaría General"]


def nombres(lectura: Lectura) -> list[str]:
    assert mensajes(lectura.errores) == ""
    return [actividad.nombre for actividad in lectura.actividades]


def motivos(lectura: Lectura) -> dict[int, str]:
    return {omitida.fila: omitida.motivo for omitida in lectura.filas_omitidas}


@pytest.mark.parametrize(
    "nombre",
    [
        "Código de integridad: socializarlo",
        "Versión 2 del manual: publicarla",
        "Notas de prensa: difundirlas",
        "Observaciones de la ciudadanía: responderlas",
    ],
)
def test_una_actividad_con_plazo_y_responsable_no_es_un_pie(nombre):
    assert nombres(importar(excel([SIN_NUMERO, COMPROMISO, [nombre, *COMPROMISO[1:]]]))) == ["Elaborar PGD", nombre]


@pytest.mark.parametrize(
    "fila",
    [
        [None, "PROMEDIO", Formula("=1/0", "#DIV/0!"), None, None, None, None, 1, 1],
        ["TOTAL PRODUCTOS: 9", "TOTAL ACCIONES: 14", 78],
    ],
    ids=["con una división por cero", "dos rótulos"],
)
def test_un_total_con_otras_cosas_al_lado_no_es_una_actividad(fila):
    lectura = importar(excel([PLAN, ACTIVIDAD, [], fila]))
    assert nombres(lectura) == ["Elaborar PGD"]
    assert motivos(lectura) == {4: "total"}


def test_una_fecha_que_cambia_cada_dia_no_es_una_fecha():
    hoy = [*ACTIVIDAD[:4], Formula("=TODAY()", 45658), *ACTIVIDAD[5:]]
    (error,) = importar(excel([PLAN, hoy])).errores
    assert (error.fila, error.columna, "cambia cada vez" in error.mensaje) == (2, "E", True)


@pytest.mark.parametrize(
    "pie",
    [
        ["Elaboró: Ana Pérez", None, "Revisó: Juan Gómez"],
        ["Código: PL-01", "Versión: 02", "Fecha: 31/01/2025"],
        ["Elaboró: Ana Pérez", "15/01/2025", "Profesional"],
        ["Fuente: Secretaría General"],
        ["* Los porcentajes son acumulados."],
    ],
)
def test_un_pie_sigue_siendo_un_pie(pie):
    lectura = importar(excel([SIN_NUMERO, COMPROMISO, pie]))
    assert nombres(lectura) == ["Elaborar PGD"]
    assert motivos(lectura) == {3: "pie de página"}


@pytest.mark.parametrize("nombre", ["Programa de bienestar ejecutado", "Estrategia de rendición publicada"])
def test_una_actividad_con_plazo_y_responsable_combinados_no_es_un_separador(nombre):
    plazo, responsable = (Combinada(valor, filas=2) for valor in COMPROMISO[1:])
    lectura = importar(excel([SIN_NUMERO, [COMPROMISO[0], plazo, responsable], [nombre]]))
    assert nombres(lectura) == ["Elaborar PGD", nombre]
    assert {actividad.fecha_fin for actividad in lectura.actividades} == {date(2025, 6, 30)}


def test_una_seccion_entre_filas_combinadas_sigue_siendo_un_separador():
    responsable = Combinada("Secretaría General", filas=2)
    filas = [SIN_NUMERO, [*COMPROMISO[:2], responsable], ["Socializarlo", "30/07/2025"], ["PROGRAMA 2"], COMPROMISO]
    assert motivos(importar(excel(filas))) == {4: "separador"}


@pytest.mark.parametrize(
    "total",
    [
        ["TOTAL PROGRAMADO", 6, None, None, None, None, 3, 3],
        ["TOTAL ACTIVIDADES", 2],
        ["Total general de metas", 6, "documentos"],
        ["Suma total", 6],
        ["PORCENTAJE DE AVANCE ESPERADO", None, None, None, None, None, Porcentaje(0.5), Porcentaje(1)],
        ["% de cumplimiento del plan", Porcentaje(1)],
        ["Avance acumulado", None, None, None, None, None, Porcentaje(0.5), Porcentaje(1)],
        ["Número de actividades", 1],
        ["Meta total", 6],
        ["Avance del plan", None, None, None, None, None, Porcentaje(0.5), Porcentaje(1)],
    ],
)
def test_un_total_no_es_una_actividad(total):
    for en_su_columna in ([None, *total], [Combinada(total[0], columnas=2), None, *total[1:]]):
        lectura = importar(excel([PLAN, ACTIVIDAD, en_su_columna]))
        assert nombres(lectura) == ["Elaborar PGD"]
        assert motivos(lectura) == {3: "total"}


def test_una_actividad_que_empieza_como_un_total_no_se_pierde():
    otra = [2, "Total de boletines publicados", *ACTIVIDAD[2:]]
    assert nombres(importar(excel([PLAN, ACTIVIDAD, otra])))[1] == "Total de boletines publicados"
    sin_numero = [None, "Promedio de respuesta reducido", *ACTIVIDAD[2:]]
    assert nombres(importar(excel([PLAN, ACTIVIDAD, sin_numero])))[1] == "Promedio de respuesta reducido"
    lectura = importar(excel([["Actividad", "Meta"], ["Elaborar", 1], ["Total de boletines publicados", 12]]))
    assert nombres(lectura) == ["Elaborar", "Total de boletines publicados"]


def test_sin_metas_un_texto_solo_es_un_titulo_o_una_firma_y_se_avisa():
    lectura = importar(
        excel(
            [
                INFORME,
                [None, "GESTIÓN DOCUMENTAL"],
                [1, "Elaborar PGD", None, Porcentaje(0), "30/06/2025", "Secretaría General"],
                [2, "Socializarlo"],
                [None, "-----"],
                [None, "MARÍA PATRICIA PORRAS MENDOZA"],
            ]
        )
    )
    assert nombres(lectura) == ["Elaborar PGD", "Socializarlo"]
    assert motivos(lectura) == {2: "título o firma: sólo trae un texto", 5: "sin texto", 6: motivos(lectura)[2]}
    assert [(nota.fila, nota.valor) for nota in lectura.avisos if "título, firma o nota" in nota.mensaje] == [
        (2, "GESTIÓN DOCUMENTAL"),
        (6, "MARÍA PATRICIA PORRAS MENDOZA"),
    ]


def test_si_ninguna_fila_trae_mas_que_el_nombre_todas_son_actividades():
    assert nombres(importar(excel([SIN_NUMERO, ["Elaborar"], ["Socializar"]]))) == ["Elaborar", "Socializar"]


def test_las_firmas_y_el_control_de_cambios_no_son_actividades():
    lectura = importar(
        excel(
            [
                PLAN,
                ACTIVIDAD,
                [],
                [None, "____________________", None, None, None, None, "____________________"],
                [None, "María Patricia Porras", None, None, None, None, "Camilo Rey"],
                [None, "Secretaria General", None, None, None, None, "Secretario de Planeación"],
                [],
                ["Versión", "Descripción del cambio", "Fecha"],
                [1, "Creación del documento", date(2025, 1, 15)],
                [2, "Ajuste de metas", date(2025, 2, 15)],
            ]
        )
    )
    assert nombres(lectura) == ["Elaborar PGD"]
    firma, otra = "firma", "otra tabla debajo del plan"
    assert motivos(lectura) == {4: firma, 5: firma, 6: firma, 8: otra, 9: otra, 10: otra}


def test_las_convenciones_debajo_del_plan_no_son_actividades():
    filas = [[None, "Convenciones"], [None, "Verde", "≥ 90 %"], [None, "Rojo", "< 70 %"]]
    otra = [2, "Socializar", *ACTIVIDAD[2:]]
    lectura = importar(excel([PLAN, ACTIVIDAD, [], *filas, otra]))
    assert nombres(lectura) == ["Elaborar PGD", "Socializar"]
    assert set(motivos(lectura)) == {4, 5, 6}


def test_una_firma_sin_renglon_debajo_de_la_tabla_se_omite_con_aviso():
    firma = [None, "María Patricia Porras", None, None, None, None, "Secretaria General"]
    lectura = importar(excel([PLAN, ACTIVIDAD, [], firma]))
    assert nombres(lectura) == ["Elaborar PGD"]
    assert (4, "María Patricia Porras") in [(nota.fila, nota.valor) for nota in lectura.avisos]


def test_una_actividad_despues_de_las_firmas_no_se_pierde():
    otra = [2, "Socializar", *ACTIVIDAD[2:]]
    lectura = importar(excel([PLAN, ACTIVIDAD, [None, "________"], [None, "Ana Pérez"], otra]))
    assert nombres(lectura) == ["Elaborar PGD", "Socializar"]


def test_una_actividad_incompleta_sin_blanco_antes_sigue_siendo_un_error():
    lectura = importar(excel([PLAN, ACTIVIDAD, [None, "Socializar"]]))
    assert [(nota.fila, nota.columna) for nota in lectura.errores] == [(3, "C")]


@pytest.mark.parametrize(
    "ayuda",
    [
        ["(Describa)", "(dd/mm/aaaa)", "(Secretaría)"],
        ["Describa qué se va a hacer", "DD-MM-AAAA", "Escriba la secretaría"],
    ],
)
def test_la_ayuda_bajo_los_titulos_no_es_una_actividad(ayuda):
    lectura = importar(excel([SIN_NUMERO, ayuda, COMPROMISO]))
    assert nombres(lectura) == ["Elaborar PGD"]
    assert motivos(lectura) == {2: "ayuda del encabezado"}


def test_una_primera_actividad_con_la_fecha_sin_llenar_no_se_pierde():
    lectura = importar(excel([PLAN, [*ACTIVIDAD[:4], "dd/mm/aaaa", *ACTIVIDAD[5:]]]))
    assert [(nota.fila, nota.columna) for nota in lectura.errores] == [(2, "E")]


@pytest.mark.parametrize("segundo", [None, "Elaborar PGD"])
@pytest.mark.parametrize("combinada", [True, False])
def test_la_fila_de_lo_ejecutado_no_es_una_actividad(combinada, segundo):
    comunes = [Combinada(valor, filas=2) for valor in ACTIVIDAD[1:7]] if combinada else ACTIVIDAD[1:7]
    ejecutada = [None if combinada else segundo, *[None] * 5, "Ejecutado", 7, 7]
    lectura = importar(excel([[*PLAN[1:7], "P / E", *PLAN[7:]], [*comunes, "Programado", 1, 1], ejecutada]))
    assert nombres(lectura) == ["Elaborar PGD"]
    assert lectura.actividades[0].programacion == (1, 1, None, None)
    assert motivos(lectura) == {3: "lo ejecutado de la fila 2"}


def test_el_estado_de_una_actividad_no_la_vuelve_lo_ejecutado_de_otra():
    otra = ["Socializar", *ACTIVIDAD[2:7], "Ejecutado", 1, 1]
    lectura = importar(excel([[*PLAN[1:7], "Estado", *PLAN[7:]], [*ACTIVIDAD[1:7], "Programado", 1, 1], otra]))
    assert nombres(lectura) == ["Elaborar PGD", "Socializar"]


def test_una_seccion_con_su_peso_al_lado_es_un_separador():
    titulos = ["No", "Actividad", "Peso", "Fecha fin"]
    seccion = ["POLÍTICA: Integridad", None, Porcentaje(1)]
    lectura = importar(excel([titulos, seccion, [1, "Elaborar PGD", Porcentaje(1), "30/06/2025"]]))
    assert nombres(lectura) == ["Elaborar PGD"]
    assert motivos(lectura) == {2: "separador"}
    assert lectura.actividades[0].politica == "Integridad"


def test_unas_cifras_sin_nombre_ni_seccion_siguen_siendo_un_error():
    lectura = importar(excel([PLAN, ACTIVIDAD, [2, None, 4], ["Objetivo 1", None, 4, None, date(2025, 6, 1)]]))
    assert [(nota.fila, nota.columna) for nota in lectura.errores] == [(3, "B"), (4, "B")]


@pytest.mark.parametrize(
    ("debajo", "codigo"),
    [
        ([None, None, "R", "P"], "encabezado_de_dos_filas"),
        ([None, None, None, None, None, "Acta firmada"], "fila_sin_nombre"),
    ],
    ids=["segundo_piso", "sin_nombre"],
)
def test_el_segundo_piso_del_encabezado_no_se_pide_borrar(debajo, codigo):
    titulos = ["Actividad", "Meta", Combinada("T1", columnas=2), None, "Fecha fin", "Producto"]
    lectura = importar(excel([titulos, debajo, ["Levantar actas", 10, 9, 10, date(2025, 3, 31), "Acta"]]))
    assert [(nota.codigo, nota.fila) for nota in lectura.errores if nota.columna == "A"] == [(codigo, 2)]
