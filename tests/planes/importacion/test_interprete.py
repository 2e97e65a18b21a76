"""Lo que el archivo no trae se supone a la vista; lo que contradice es un error; nada se pierde en silencio."""

from datetime import date
from decimal import Decimal

import pytest

from planes.importacion import Elecciones
from planes.importacion.programacion import Planteamiento, programar
from planes.importacion.valores import Meta
from tests.planes.importacion.libros import (
    BLANCO,
    GENERAL,
    HACIENDA,
    TALENTO,
    Combinada,
    Pagina,
    Pintada,
    Porcentaje,
    excel,
    importar,
    mensajes,
    partir,
)

TITULOS = partir("No.|Actividad|Meta|Unidad|Fecha inicio|Fecha fin|Dependencia|T1|T2|T3|T4|Peso|Tipo de meta|Sentido")
BASE = {
    "no": 1, "actividad": "Elaborar", "meta": 4, "unidad": "informes", "inicio": date(2025, 2, 1),
    "fin": date(2025, 11, 30), "dependencia": "Secretaría General", "t1": None, "t2": None, "t3": None, "t4": None,
    "peso": None, "tipo": None, "sentido": None,
}  # fmt: skip


def fila(**cambios) -> list:
    return list((BASE | cambios).values())


def leer_filas(*filas, **opciones):
    return importar(excel([TITULOS, *filas]), **opciones)


def una(**cambios):
    """La única actividad de una fila que debe leerse sin errores, y sus supuestos."""
    lectura = leer_filas(fila(**cambios))
    assert mensajes(lectura.errores) == ""
    (actividad,) = lectura.actividades
    return actividad, mensajes(lectura.supuestos)


def trimestres(t1=None, t2=None, t3=None, t4=None) -> dict:
    return {"t1": t1, "t2": t2, "t3": t3, "t4": t4}


P = Porcentaje


@pytest.mark.parametrize(
    ("cambios", "meta", "tipo", "programados", "supuesto"),
    [
        (trimestres(1, 1, 1, 1), 4, "ACUMULADA", (1, 1, 1, 1), ""),
        ({}, 4, "ACUMULADA", (None, None, None, 4), "toda la meta queda"),
        ({"fin": date(2025, 6, 30)}, 4, "ACUMULADA", (None, 4, None, None), "toda la meta queda"),
        ({"meta": None} | trimestres(1, 2, 3), 6, "ACUMULADA", (1, 2, 3, None), "suma de los trimestres"),
        (trimestres(1, 2, 3, 4), 4, "ACUMULADA", (1, 1, 1, 1), "acumulados"),
        (trimestres(2, 2, 4, 4), 4, "ACUMULADA", (2, None, 2, None), "acumulados"),
        (trimestres(0, 4, 0, 0), 4, "ACUMULADA", (None, 4, None, None), ""),
        (trimestres(P(0.25), P(0.25), P(0.25), P(0.25)), 4, "ACUMULADA", (1, 1, 1, 1), "porcentaje de la meta"),
        (trimestres("X", None, "X"), 4, "ACUMULADA", (2, None, 2, None), "por igual"),
        ({"meta": 1} | trimestres("X", "X"), 1, "ACUMULADA", (None, 1, None, None), "queda toda en T2"),
        ({"meta": "100 %"} | trimestres(100, 100, 100, 100), 100, "CONSTANTE", (100,) * 4, "constante"),
        ({"meta": P(1)} | trimestres(P(1), P(1)), 100, "CONSTANTE", (100, 100, None, None), "constante"),
        ({"meta": P(1)} | trimestres(P(0.5), P(0.5)), 100, "ACUMULADA", (50, 50, None, None), ""),
        ({"meta": "100%"} | trimestres(0.25, 0.25, 0.25, 0.25), 100, "ACUMULADA", (25,) * 4, "fracciones"),
        ({"meta": "Permanente"}, 100, "CONSTANTE", (100,) * 4, "constante"),
        ({"meta": "Permanente", "inicio": date(2025, 7, 1)}, 100, "CONSTANTE", (None, None, 100, 100), "T3, T4"),
        ({"meta": "Permanente"} | trimestres(3, 3, 3, 3), 3, "CONSTANTE", (3,) * 4, "constante"),
        ({"meta": "4 permanentes"} | trimestres("x", "x"), 4, "CONSTANTE", (4, 4, None, None), "constante"),
        ({"tipo": "Constante"} | trimestres(4, 4), 4, "CONSTANTE", (4, 4, None, None), ""),
        ({"meta": 0, "tipo": "Constante", "sentido": "Baja"} | trimestres(0, 0, 0, 0), 0, "CONSTANTE", (0,) * 4, ""),
        ({"meta": 1, "tipo": "Hito"} | trimestres(None, 1), 1, "HITO", (None, 1, None, None), ""),
        ({"meta": 1, "tipo": "Hito"}, 1, "HITO", (None, None, None, 1), "fecha fin"),
        ({"meta": 100} | trimestres(33.33, 33.33, 33.33), 100, "ACUMULADA", None, "redondeo"),
    ],
)  # fmt: skip
def test_la_meta_y_los_trimestres_se_cuadran(cambios, meta, tipo, programados, supuesto):
    actividad, supuestos = una(**cambios)
    assert (actividad.meta, actividad.tipo_meta) == (meta, tipo)
    assert (
        sum(p or 0 for p in actividad.programacion) == meta
        if programados is None
        else actividad.programacion == programados
    )
    assert supuesto in supuestos


@pytest.mark.parametrize(
    "cambios",
    [
        trimestres(4, 4, 4, 4),
        trimestres(1, 1, 1, 2),
        {"meta": "Permanente"} | trimestres(1, 2, 3, 4),
        {"tipo": "Constante"} | trimestres(1, 2, 3, 4),
        {"meta": 2, "tipo": "Hito"},
        {"meta": 1, "tipo": "Hito"} | trimestres(1, 1),
        {"meta": 0, "tipo": "Constante"},
        {"meta": 0},
    ],
)
def test_una_programacion_que_no_cuadra_es_un_error_en_su_fila(cambios):
    lectura = leer_filas(fila(**cambios))
    assert [(nota.fila, nota.columna) for nota in lectura.errores] == [(2, "C")]
    assert not lectura.actividades


def test_la_unidad_sale_de_la_meta_si_no_tiene_columna():
    lectura = importar(excel([["Actividad", "Meta", "Fecha fin"], ["Elaborar", "2 informes", "30/06/2025"]]))
    assert (lectura.actividades[0].meta, lectura.actividades[0].unidad) == (2, "informes")
    assert "unidad «informes»" in mensajes(lectura.supuestos)


@pytest.mark.parametrize(
    ("cambios", "inicio", "fin"),
    [
        ({"inicio": None}, (1, 1), (11, 30)),
        ({"fin": None}, (2, 1), (12, 31)),
        ({"fin": None} | trimestres(2, 2), (2, 1), (6, 30)),
        ({"inicio": "marzo de 2025", "fin": "junio de 2025"}, (3, 1), (6, 30)),
        ({"inicio": None, "fin": "1/03/2025 – 30/09/2025"}, (3, 1), (9, 30)),
        ({"inicio": 45717, "fin": "45838"}, (3, 1), (6, 30)),
    ],
)
def test_las_fechas_que_faltan_se_suponen_a_la_vista(cambios, inicio, fin):
    actividad, supuestos = una(**cambios)
    assert (actividad.fecha_inicio, actividad.fecha_fin) == (date(2025, *inicio), date(2025, *fin))
    assert "fecha" in supuestos or "se entendió" in supuestos


def test_un_anio_que_no_es_el_de_la_vigencia_se_avisa():
    lectura = leer_filas(fila(fin="31 de enero de 2026"))
    assert [(nota.fila, nota.columna) for nota in lectura.avisos] == [(2, "F")]
    assert lectura.aceptable


@pytest.mark.parametrize(
    ("pesos", "esperados", "supuesto"),
    [
        ((60, 40), (60, 40), ""),
        ((0.6, 0.4), (60, 40), "fracciones"),
        ((P(0.6), P(0.4)), (60, 40), ""),
        (("60 %", "40%"), (60, 40), ""),
        ((None, None), (None, None), ""),
        ((33.3, 66.6), (33.3, 66.7), "redondeo"),
    ],
)
def test_los_pesos_quedan_en_porcentaje(pesos, esperados, supuesto):
    lectura = leer_filas(*(fila(no=orden, peso=peso) for orden, peso in enumerate(pesos, start=1)))
    assert mensajes(lectura.errores) == ""
    leidos = [actividad.ponderacion for actividad in lectura.actividades]
    assert [peso if peso is None else float(peso) for peso in leidos] == list(esperados)
    assert supuesto in mensajes(lectura.supuestos)


def test_sin_columna_de_pesos_todas_pesan_igual():
    lectura = importar(excel([["Actividad", "Meta"], ["Elaborar", 1]]))
    assert "pesan igual" in mensajes(lectura.supuestos)


def test_las_actividades_sin_numero_toman_el_siguiente_libre():
    lectura = leer_filas(fila(no=2), fila(no=None, actividad="B"), fila(no=None, actividad="C"))
    assert [actividad.numero for actividad in lectura.actividades] == ["2", "1", "3"]
    assert "siguiente libre" in mensajes(lectura.supuestos)


def test_la_numeracion_que_se_repite_en_cada_seccion_se_vuelve_corrida():
    seccion = [Combinada("COMPONENTE 2", columnas=14)]
    lectura = leer_filas(fila(), fila(no=2, actividad="B"), seccion, fila(actividad="C"))
    assert [actividad.numero for actividad in lectura.actividades] == ["1", "2", "3"]
    assert lectura.aceptable


def test_un_numero_como_1_1_no_se_vuelve_otra_cosa():
    lectura = leer_filas(fila(no=1.1), fila(no=date(2025, 2, 1), actividad="B"), fila(no="3.a", actividad="C"))
    assert [actividad.numero for actividad in lectura.actividades] == ["1.1", "1.2", "3.a"]


def test_varios_responsables_en_una_celda_son_principal_y_apoyos():
    actividad, supuestos = una(dependencia="Secretaría General / Hacienda\nTalento Humano")
    assert (actividad.dependencia, actividad.apoyos) == (GENERAL, (HACIENDA, TALENTO))
    assert "varios responsables" in supuestos.lower()


def test_una_celda_combinada_hacia_abajo_vale_para_todas_sus_filas():
    lectura = leer_filas(fila(dependencia=Combinada("Hacienda", filas=2)), fila(no=2, actividad="B", dependencia=None))
    assert [actividad.dependencia for actividad in lectura.actividades] == [HACIENDA, HACIENDA]


def test_un_texto_que_sigue_en_la_fila_de_abajo_se_une():
    titulos = ["Actividad", "Producto", "Meta"]
    lectura = importar(excel([titulos, ["Elaborar", "Plan", 1], [None, "y su anexo", None], ["Publicar", "Acta", 1]]))
    assert lectura.actividades[0].producto == "Plan\ny su anexo"
    assert (3, "continuación de la fila 2") in [(o.fila, o.motivo) for o in lectura.filas_omitidas]


def test_las_filas_ocultas_se_importan_con_aviso_o_se_omiten_si_se_pide():
    contenido = excel(Pagina([TITULOS, fila(), fila(no=2, actividad="Oculta")], ocultas=(3,)))
    lectura = importar(contenido)
    assert [actividad.oculta for actividad in lectura.actividades] == [False, True]
    assert "ocultas" in mensajes(lectura.avisos)
    lectura = importar(contenido, elecciones=Elecciones(omitir_ocultas=True))
    assert [actividad.nombre for actividad in lectura.actividades] == ["Elaborar"]
    assert (3, "fila oculta") in [(omitida.fila, omitida.motivo) for omitida in lectura.filas_omitidas]


def test_un_texto_que_empieza_como_formula_es_texto():
    actividad, _ = una(actividad="=Elaborar +1 @plan", unidad="-informes")
    assert (actividad.nombre, actividad.unidad) == ("=Elaborar +1 @plan", "-informes")


def test_toda_fila_que_no_es_actividad_dice_por_que():
    lectura = importar(
        excel(
            [
                [Combinada("PLAN DE ACCIÓN", columnas=3)],
                ["Actividad", "Meta", "Fecha fin"],
                [Combinada("DIMENSIÓN 2: Direccionamiento", columnas=3)],
                ["Elaborar", 1, "30/06/2025"],
                ["Subtotal", 1],
                ["Actividad", "Meta", "Fecha fin"],
                ["Publicar", 1, "30/06/2025"],
                ["TOTAL", 2],
                ["Elaboró: Ana Pérez", None, "Revisó: Juan"],
                ["Fuente: Secretaría de Planeación"],
            ]
        )
    )
    assert [(omitida.fila, omitida.motivo) for omitida in lectura.filas_omitidas] == [
        (1, "título encima del encabezado"),
        (3, "separador"),
        (5, "total"),
        (6, "repetición del encabezado"),
        (8, "total"),
        (9, "pie de página"),
        (10, "pie de página"),
    ]
    assert len(lectura.actividades) == 2


def test_la_fuente_los_indices_y_la_linea_base_se_leen():
    titulos = partir("Actividad|Meta|Fuente|Índices FURAG|Línea base|Criterio diferenciador")
    lectura = importar(
        excel([titulos, ["Elaborar", 1, "Recomendaciones FURAG", "I05, I6", "25 %", "Municipio tipo A"]])
    )
    (actividad,) = lectura.actividades
    assert (actividad.fuente, actividad.indices, actividad.linea_base) == ("FURAG", ("I05", "I06"), 25)
    assert actividad.criterio == "Municipio tipo A"


def test_las_partes_de_la_meta_caben_en_cuatro_decimales_y_suman_la_meta():
    programacion = programar(
        Planteamiento(meta=Meta(Decimal("2.5"), "informes"), en_porcentaje=True),
        [(1, Decimal("33.33")), (2, Decimal("33.33")), (3, Decimal("33.34"))],
    )
    assert programacion.trimestres == (Decimal("0.8332"), Decimal("0.8332"), Decimal("0.8336"), None)


@pytest.mark.parametrize("dura", [120, "120", "4 meses", "4,5 meses (aprox.)"])
def test_junto_a_la_fecha_fin_una_duracion_no_es_una_fecha(dura):
    lectura = importar(excel([["Actividad", "Meta", "Fecha fin", "Duración"], ["Publicar", 2, "30/06/2025", dura]]))
    assert mensajes(lectura.errores) == ""
    assert (lectura.actividades[0].fecha_inicio, lectura.actividades[0].fecha_fin) == (
        date(2025, 1, 1),
        date(2025, 6, 30),
    )


def test_una_columna_sin_titulo_se_puede_elegir():
    filas = [
        ["No.", None, "Meta", None, "Fecha límite"],
        [1, "Revisar los manuales", 2, "Secretaría General", date(2025, 6, 30)],
    ]
    elecciones = Elecciones(columnas={"B": "nombre", "D": "dependencia"})
    lectura = importar(excel(filas), elecciones=elecciones)
    assert [(a.nombre, a.dependencia) for a in lectura.actividades] == [("Revisar los manuales", GENERAL)]
    assert lectura.aceptable


def test_la_fila_que_resume_a_las_siguientes_se_avisa():
    filas = [["Número de esquema", "Actividad", "Fecha fin"]]
    filas += [["1", "Fase inicial", date(2025, 4, 25)], ["1.1", "Levantar requisitos", date(2025, 3, 14)]]
    avisos = importar(excel(filas)).avisos
    assert [nota.fila for nota in avisos if nota.codigo == "fila_de_resumen"] == [2]


def test_las_fechas_de_las_tareas_combinadas_se_avisan():
    filas = [
        ["Actividad", "Meta", "Fecha fin"],
        [Combinada("Fortalecer la red", 2), 1, date(2025, 3, 30)],
        [None, None, date(2025, 6, 30)],
    ]
    lectura = importar(excel(filas))
    assert [nota.codigo for nota in lectura.errores] == ["nombre_combinado"]
    assert [nota.fila for nota in lectura.avisos if nota.codigo == "fechas_de_varias_filas"] == [2]


def test_una_celda_con_letras_cambiadas_por_interrogantes_se_avisa_y_un_enlace_no():
    lectura = importar(
        excel(
            [
                ["Actividad", "Producto", "Meta", "Fecha fin"],
                ["Capacitaci?n a la niñez", "https://alcaldia.example/ver?id=4", 2, date(2025, 6, 30)],
            ]
        )
    )
    assert [(nota.fila, nota.columna) for nota in lectura.avisos if nota.codigo == "letras_perdidas"] == [(2, "A")]


@pytest.mark.parametrize(
    ("casillas", "fin", "error", "aviso"),
    [
        ([Pintada(), None, None, None], None, True, False),
        ([Pintada(), None, None, None], date(2025, 3, 31), False, True),
        ([Pintada()] * 4, None, False, False),
        ([Pintada(BLANCO), None, None, None], None, False, False),
        ([Pintada(), 3, None, None], None, False, False),
    ],
    ids=["sin_fecha", "con_fecha", "todas_iguales", "de_blanco", "con_cantidad"],
)
def test_un_cronograma_pintado_se_pregunta_si_nada_mas_dice_cuando(casillas, fin, error, aviso):
    titulos = ["Actividad", "Meta", "T1", "T2", "T3", "T4", "Fecha fin"]
    lectura = importar(excel([titulos, ["Levantar actas", 3, *casillas, fin]]))
    for notas, esperada in ((lectura.errores, error), (lectura.avisos, aviso)):
        assert any(nota.codigo == "cronograma_pintado" for nota in notas) is esperada


@pytest.mark.parametrize(
    ("titulos", "avisa"),
    [
        (["No.", "Avance T1", "Observaciones"], True),
        (["No.", "Actividad", "% de ejecución"], True),
        (["No.", "Término", "Qué quiere decir"], False),
        (["No.", "Actividad", "Meta", "Avance T1"], False),
    ],
)
def test_la_hoja_que_solo_trae_avances_se_avisa(titulos, avisa):
    seguimiento = Pagina([titulos, [1, *["Elaborar"] * (len(titulos) - 1)]], "Otra hoja")
    lectura = importar(excel([TITULOS, fila()], seguimiento))
    assert ("Nada de eso entra como avance" in mensajes(lectura.avisos)) is avisa
    sola = importar(excel(seguimiento))
    assert any(nota.codigo == "solo_avances" for nota in sola.avisos) is avisa
