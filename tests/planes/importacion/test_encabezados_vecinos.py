"""Encabezados parecidos a los ya conocidos: el período se entiende con sus aclaraciones, o se pregunta cuál es."""

from datetime import date

import pytest

from planes.importacion import Elecciones
from tests.planes.importacion.libros import Combinada, Lectura, Pagina, excel, importar, mensajes, texto

FIJAS = ["No", "Actividad", "Meta", "Unidad", "Fecha inicio", "Fecha fin", "Responsable"]
COMUNES = [1, "Publicar boletines", 12, "boletines", date(2025, 1, 1), date(2025, 12, 31), "Secretaría General"]


def con_columnas(titulos: list, valores: list) -> Lectura:
    """Un plan de una actividad con meta 12 y, a la derecha, las columnas dadas."""
    return importar(excel([[*FIJAS, *titulos], [*COMUNES, *valores]]))


def con_grupos(*grupos: tuple[str, list, list]) -> Lectura:
    """El mismo plan con grupos de columnas a la derecha: título combinado, subtítulos y valores."""
    arriba = [Combinada(titulo, filas=2) for titulo in FIJAS]
    abajo, valores = [None] * len(FIJAS), [*COMUNES]
    for titulo, subtitulos, propios in grupos:
        arriba += [Combinada(titulo, columnas=len(subtitulos)), *[None] * (len(subtitulos) - 1)]
        abajo += subtitulos
        valores += propios
    return importar(excel([arriba, abajo, valores]))


def la_actividad(lectura: Lectura):
    assert mensajes(lectura.errores) == ""
    (actividad,) = lectura.actividades
    return actividad


# Trimestres y meses


@pytest.mark.parametrize(
    "titulos",
    [
        ["I TRIMESTRE (ENERO - MARZO)", "II TRIMESTRE (ABRIL - JUNIO)", "III TRIMESTRE (JULIO - SEPTIEMBRE)",
         "IV TRIMESTRE (OCTUBRE - DICIEMBRE)"],
        ["Trim 1 (Ene-Mar)", "Trim 2 (Abr-Jun)", "Trim 3 (Jul-Sep)", "Trim 4 (Oct-Dic)"],
        ["1er trimestre: enero, febrero y marzo", "2do trimestre: abril, mayo y junio",
         "3er trimestre: julio, agosto y septiembre", "4to trimestre: octubre, noviembre y diciembre"],
        ["I (ENE-MAR)", "II (ABR-JUN)", "III (JUL-SEP)", "IV (OCT-DIC)"],
        ["ENE-MAR (T1)", "ABR-JUN (T2)", "JUL-SEP (T3)", "OCT-DIC (T4)"],
        ["T1 (unidades)", "T2 (unidades)", "T3 (unidades)", "T4 (unidades)"],
        ["1 de enero a 31 de marzo", "1 de abril a 30 de junio", "1 de julio a 30 de septiembre", "1 oct - 31 dic"],
        ["Plan T1", "Plan T2", "Plan T3", "Plan T4"],
        ["Proyección T1", "Proyección T2", "Proyección T3", "Proyección T4"],
        [f"Actividades programadas trimestre {orden}" for orden in ("uno", "dos", "tres", "cuatro")],
        [f"Meta acumulada T{orden}" for orden in (1, 2, 3, 4)],
        ["Meta a 31 de marzo", "Meta a 30 de junio", "Meta a 30 de septiembre", "Meta a 31 de diciembre"],
        ["Meta al 31/03/2025", "Meta al 30/06/2025", "Meta al 30/09/2025", "Meta al 31/12/2025"],
        [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)],
        [date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)],
    ],
)  # fmt: skip
def test_un_trimestre_se_reconoce_con_sus_meses_o_su_corte(titulos):
    assert la_actividad(con_columnas(titulos, [2, 4, 1, 5])).programacion == (2, 4, 1, 5)


def test_las_metas_a_cada_corte_pueden_venir_acumuladas():
    titulos = ["Meta a 31 de marzo", "Meta a 30 de junio", "Meta a 30 de septiembre", "Meta a 31 de diciembre"]
    lectura = con_columnas(titulos, [3, 6, 9, 12])
    assert la_actividad(lectura).programacion == (3, 3, 3, 3)
    assert "acumulados" in mensajes(lectura.supuestos)


@pytest.mark.parametrize(
    "meses",
    [
        [date(2025, mes, 1) for mes in range(1, 13)],
        [f"{mes}-25" for mes in ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")],
        [f"Mes {mes}" for mes in range(1, 13)],
    ],
)
def test_los_meses_se_reconocen_como_los_guarda_excel(meses):
    lectura = con_columnas(meses, [1, None, None, 2, None, None, 3, None, None, None, None, 6])
    assert la_actividad(lectura).programacion == (1, 2, 3, 6)


def test_los_meses_de_un_csv_en_fechas_son_meses():
    meses = [date(2025, mes, 1) for mes in range(1, 13)]
    lectura = importar(texto([[*FIJAS, *meses], [*COMUNES, *([1] * 12)]]), "plan.csv")
    assert la_actividad(lectura).programacion == (3, 3, 3, 3)


def test_las_fechas_de_una_actividad_no_son_un_encabezado():
    seguimientos = [f"Fecha de seguimiento {orden}" for orden in (1, 2, 3)]
    fechas = [date(2025, mes, dia) for mes, dia in ((3, 31), (6, 30), (9, 30), (12, 31))]
    lectura = importar(excel([["Actividad", "Meta", *seguimientos, "Fecha fin"], ["Elaborar", 1, *fechas]]))
    assert (lectura.fila_encabezado, la_actividad(lectura).nombre) == (1, "Elaborar")


@pytest.mark.parametrize(
    ("inicio", "fin"),
    [("Mes de inicio", "Mes de terminación"), ("Mes inicial", "Mes final"), ("Mes inicio", "Mes de entrega")],
)
def test_el_mes_de_inicio_y_el_de_terminacion_son_fechas(inicio, fin):
    titulos = ["Actividad", "Meta", inicio, fin]
    actividad = la_actividad(importar(excel([titulos, ["Elaborar", 1, "FEBRERO", "Marzo"]])))
    assert (actividad.fecha_inicio, actividad.fecha_fin) == (date(2025, 2, 1), date(2025, 3, 31))
    assert actividad.programacion == (1, None, None, None)


def test_la_fecha_exacta_manda_sobre_el_mes():
    titulos = ["Actividad", "Meta", "Mes de terminación", "Fecha de terminación"]
    actividad = la_actividad(importar(excel([titulos, ["Elaborar", 1, "marzo", date(2025, 3, 15)]])))
    assert actividad.fecha_fin == date(2025, 3, 15)


TRIMESTRES = ["T1", "T2", "T3", "T4"]
PROGRAMADO = (2, 4, 1, 5)


def test_lo_programado_de_un_avance_es_la_programacion():
    titulos = [f"% avance {que} T{t}" for t in (1, 2, 3, 4) for que in ("programado", "ejecutado")]
    assert la_actividad(con_columnas(titulos, [2, 9, 4, 9, 1, 9, 5, None])).programacion == (2, 4, 1, 5)


@pytest.mark.parametrize(
    ("grupo", "valores"),
    [
        ("SEMÁFORO", ["Verde"] * 4),
        ("PRESUPUESTO", [5_000_000] * 4),
        ("RECURSOS (millones)", [1, 2, 3, 4]),
        ("PRESUPUESTO PROGRAMADO", [9, 9, 9, 9]),
        ("AVANCE", [9, 9, 9, 9]),
        ("OTRA COSA", [9, 9, 9, 9]),
    ],
)
def test_los_trimestres_de_otro_grupo_no_son_la_programacion(grupo, valores):
    lectura = con_grupos((grupo, TRIMESTRES, valores), ("PROGRAMADO", TRIMESTRES, [2, 4, 1, 5]))
    assert la_actividad(lectura).programacion == (2, 4, 1, 5)


# Encabezados de varias filas


def test_cada_trimestre_con_su_programado_y_su_ejecutado_en_celdas_combinadas():
    grupos = [
        (f"TRIMESTRE {t}", ["Prog.", "Ejec."], [cantidad, 9]) for t, cantidad in zip("1234", PROGRAMADO, strict=True)
    ]
    lectura = con_grupos(*grupos)
    assert (lectura.fila_encabezado, la_actividad(lectura).programacion) == (1, PROGRAMADO)


@pytest.mark.parametrize("ultimo", ["Ejec", "Ejecutado", "Avance", "Semáforo"])
def test_cada_trimestre_con_su_ejecutado_primero_y_sin_combinar(ultimo):
    grupos = [titulo for orden in "1234" for titulo in (f"TRIM {orden}", "")]
    filas = [[*FIJAS, *grupos], [*[""] * len(FIJAS), *[ultimo, "Prog"] * 4], [*COMUNES, 9, 2, 9, 4, 9, 1, "", 5]]
    assert la_actividad(importar(texto(filas), "plan.csv")).programacion == (2, 4, 1, 5)


@pytest.mark.parametrize("escribir", [excel, texto])
def test_un_titulo_partido_en_dos_filas_se_lee_completo(escribir):
    filas = [
        ["No", "ACTIVIDAD", "META", "UNIDAD", "FECHA", "DEPENDENCIA"],
        ["", "PROGRAMADA", "ANUAL", "DE MEDIDA", "TERMINACIÓN", "RESPONSABLE"],
        [1, "Elaborar PGD", 1, "doc", "30/06/2025", "Secretaría General"],
        [2, "Socializarlo", 1, "acta", "30/09/2025", "Secretaría General"],
    ]
    lectura = importar(escribir(filas))
    assert mensajes(lectura.errores) == ""
    assert [(a.nombre, a.meta, a.unidad, a.fecha_fin.month) for a in lectura.actividades] == [
        ("Elaborar PGD", 1, "doc", 6),
        ("Socializarlo", 1, "acta", 9),
    ]


def test_la_primera_actividad_no_se_toma_por_segunda_fila_del_encabezado():
    titulos = ["Vigencia", "Actividad", "Meta", "Fecha fin"]
    lectura = importar(excel([titulos, [2025, "Elaborar", 1, "30/06/2025"], [2025, "Publicar", 1, "30/06/2025"]]))
    assert [actividad.nombre for actividad in lectura.actividades] == ["Elaborar", "Publicar"]


def test_solo_una_serie_consecutiva_es_la_numeracion_de_las_columnas():
    lectura = importar(excel([["Meta", "Actividad", "Meta"], ["(1)", "(2)", "(3)"], [5, "Elaborar", 5]]))
    assert (2, "numeración de las columnas") in [(omitida.fila, omitida.motivo) for omitida in lectura.filas_omitidas]
    lectura = importar(excel([["No", "Actividad", "Meta"], [2024, 2025, 2026], [1, "Elaborar", 5]]))
    assert "numeración" not in " ".join(omitida.motivo for omitida in lectura.filas_omitidas)


# Columnas que se disputan un campo


def con_metas(titulos: list, valores: list, **opciones) -> Lectura:
    """Un plan cuya única actividad trae las columnas de meta dadas entre la actividad y la fecha fin."""
    fila = ["Elaborar PGD", *valores, "30/06/2025"]
    return importar(excel(Pagina([["Actividad", *titulos, "Fecha fin"], fila], **opciones)))


@pytest.mark.parametrize(
    "titulos",
    [
        ["Meta 2024", "Meta 2025", "Meta 2026"],
        ["Meta", "Meta vigencia 2025", "Meta 2026"],
        ["Meta 2024-2027", "Meta 2025", "Meta 2026"],
        ["Meta 2024-2027", "Meta", "Meta 2026"],
        ["Cantidad 2024", "Cantidad 2025", "Cantidad 2026"],
    ],
)
def test_de_varias_metas_se_toma_la_de_la_vigencia(titulos):
    lectura = con_metas(titulos, [5, 10, 20])
    assert la_actividad(lectura).meta == 10
    assert "vigencia" not in mensajes(lectura.avisos)


@pytest.mark.parametrize("escribir", [excel, texto])
def test_los_anios_pueden_ir_debajo_del_titulo(escribir):
    filas = [
        ["Actividad", "META", "", "", "Fecha fin"],
        ["", 2024, 2025, 2026, ""],
        ["Elaborar", 5, 10, 20, "30/06/2025"],
    ]
    if escribir is excel:
        filas[0] = [
            Combinada("Actividad", filas=2),
            Combinada("META", columnas=3),
            "",
            "",
            Combinada("Fecha fin", filas=2),
        ]
    assert la_actividad(importar(escribir(filas))).meta == 10


@pytest.mark.parametrize("grupo", ["META CUATRIENIO", "METAS POR AÑO", "METAS"])
def test_un_anio_debajo_de_las_metas_es_la_meta_de_ese_anio(grupo):
    anios = ["Año 2024", "Año 2025", "Cuatrienio"]
    filas = [["Actividad", grupo, "", "", "Fecha fin"], ["", *anios, ""], ["Elaborar", 5, 10, 20, "30/06/2025"]]
    assert la_actividad(importar(texto(filas), "plan.csv")).meta == 10


@pytest.mark.parametrize("anual", ["Anual", "Total", "Vigencia", "2025"])
def test_la_meta_anual_puede_ir_con_las_de_cada_trimestre(anual):
    lectura = importar(texto([["Actividad", "METAS"], ["", anual, *TRIMESTRES], ["Publicar", 12, 3, 6, 9, 12]]))
    assert (la_actividad(lectura).meta, la_actividad(lectura).programacion) == (12, (3, 3, 3, 3))


def test_sin_columna_de_meta_se_pregunta_por_la_de_un_anio():
    titulos = ["Actividad", "Vigencia 2024", "Vigencia 2025", "Fecha fin"]
    lectura = importar(excel([titulos, ["Elaborar", 5, 10, "30/06/2025"]]))
    assert [nota.columna for nota in lectura.errores] == ["B", "C"]
    assert "de un año" in mensajes(lectura.errores)


def test_la_meta_en_palabras_y_la_numerica_son_producto_y_meta():
    actividad = la_actividad(con_metas(["Meta", "Meta numérica"], ["Programa adoptado", 1]))
    assert (actividad.producto, actividad.meta) == ("Programa adoptado", 1)


@pytest.mark.parametrize(
    ("otro", "propio"),
    [("PROGRAMACIÓN 2024", "PROGRAMACIÓN 2025"), ("2024", "2025"), ("PROGRAMADO 2026", "PROGRAMADO")],
)
def test_de_dos_programaciones_se_toma_la_de_la_vigencia(otro, propio):
    lectura = con_grupos((otro, TRIMESTRES, [6, 6, None, None]), (propio, TRIMESTRES, [2, 4, 1, 5]))
    assert la_actividad(lectura).programacion == PROGRAMADO
    lectura = con_grupos((otro, TRIMESTRES, [None, None, 6, 6]), (propio, TRIMESTRES[:2], [2, 10]))
    assert la_actividad(lectura).programacion == (2, 10, None, None)


def test_los_meses_de_otro_anio_no_se_suman():
    meses = [date(vigencia, mes, 1) for vigencia in (2024, 2025) for mes in range(1, 13)]
    assert la_actividad(con_columnas(meses, [*[9] * 12, *[1] * 12])).programacion == (3, 3, 3, 3)


def test_una_sola_meta_de_otro_anio_se_toma_con_aviso():
    lectura = con_metas(["Meta 2024"], [5])
    assert la_actividad(lectura).meta == 5
    assert any(nota.columna == "B" and "otro año" in nota.mensaje for nota in lectura.avisos)


def test_entre_metas_de_otros_anios_hay_que_elegir():
    lectura = con_metas(["Meta 2024", "Meta 2026"], [5, 20])
    assert [(nota.fila, nota.columna) for nota in lectura.errores] == [(1, "C")]
    assert "B y C" in mensajes(lectura.errores)


def test_la_linea_base_de_un_anio_anterior_no_se_avisa():
    titulos = ["Actividad", "Línea base 2024", "Meta 2025"]
    lectura = importar(excel([titulos, ["Elaborar", 3, 5]]))
    assert (la_actividad(lectura).linea_base, "año" in mensajes(lectura.avisos)) == (3, False)


def test_lo_recordado_de_una_meta_de_otro_anio_no_manda_sobre_la_de_la_vigencia():
    contenido = excel([["Actividad", "Meta 2024", "Meta 2025"], ["Elaborar", 5, 10]])
    assert la_actividad(importar(contenido, columnas_recordadas={"meta 2024": "meta"})).meta == 10


def test_una_columna_a_la_vista_manda_sobre_la_oculta():
    lectura = con_metas(["Meta", "Meta"], [99, 1], columnas_ocultas="B")
    assert la_actividad(lectura).meta == 1
    assert "oculta" not in mensajes(lectura.avisos)


def test_una_columna_oculta_que_se_importa_se_avisa():
    lectura = con_metas(["Meta"], [99], columnas_ocultas="B")
    assert la_actividad(lectura).meta == 99
    assert any(nota.columna == "B" and "oculta" in nota.mensaje for nota in lectura.avisos)


def test_entre_dos_programaciones_iguales_hay_que_elegir():
    lectura = con_columnas([*TRIMESTRES, *TRIMESTRES], [2, 4, 1, 5, 9, 9, 9, 9])
    assert [nota.columna for nota in lectura.errores] == ["L", "M", "N", "O"]
    elegidas = dict.fromkeys("LMNO", "")
    lectura = importar(
        excel([[*FIJAS, *TRIMESTRES, *TRIMESTRES], [*COMUNES, 2, 4, 1, 5, 9, 9, 9, 9]]),
        elecciones=Elecciones(columnas=elegidas),
    )
    assert la_actividad(lectura).programacion == PROGRAMADO


@pytest.mark.parametrize(
    "titulo",
    [
        "Entregas del primer trimestre",
        "I Trimestre (abril - junio)",
        "Visitas de marzo",
        "Objetivo T1",
        "II",
        "2025-2",
        "Prog. 1",
        "P1",
    ],
)
def test_una_columna_que_parece_de_un_periodo_exige_decir_que_es(titulo):
    lectura = con_columnas([titulo], [12])
    assert [(nota.fila, nota.columna, nota.valor) for nota in lectura.errores] == [(1, "H", titulo)]
    assert "trimestre o un mes" in mensajes(lectura.errores)
    for campo, programados in (("", (None, None, None, 12)), ("programado_t1", (12, None, None, None))):
        contenido = excel([[*FIJAS, titulo], [*COMUNES, 12]])
        lectura = importar(contenido, elecciones=Elecciones(columnas={"H": campo}))
        assert la_actividad(lectura).programacion == programados


def test_sin_fecha_fin_tampoco_se_deja_de_lado_un_periodo_en_palabras():
    lectura = importar(excel([["Actividad", "Meta", "Mes"], ["Elaborar", 1, "Marzo"]]))
    assert [nota.columna for nota in lectura.errores] == ["C"]


@pytest.mark.parametrize(
    ("titulos", "valores"),
    [
        ([*TRIMESTRES, "Total T1"], [2, 4, 1, 5, 2]),
        ([*TRIMESTRES, "Comentario trimestre"], [2, 4, 1, 5, "3 pendientes"]),
        (["Responsable del trimestre"], ["Ana"]),
        (["Duración en meses"], [6]),
    ],
)
def test_un_periodo_que_no_cambia_la_programacion_no_estorba(titulos, valores):
    la_actividad(con_columnas(titulos, valores))


# Hojas


def plan_de(vigencia: int, actividades: int, **opciones) -> Pagina:
    filas = [[n, f"Actividad de {vigencia}", 1, "doc", None, f"30/06/{vigencia}"] for n in range(1, actividades + 1)]
    return Pagina([FIJAS, *filas], **opciones)


def test_entre_dos_hojas_se_lee_la_de_la_vigencia():
    lectura = importar(excel(plan_de(2024, 5, nombre="Plan 2024"), plan_de(2025, 1, nombre="Plan 2025")))
    assert (lectura.hoja, la_actividad(lectura).nombre) == ("Plan 2025", "Actividad de 2025")
    assert "Plan 2024" in mensajes(lectura.avisos)


def test_la_vigencia_de_una_hoja_puede_estar_en_su_titulo():
    paginas = [plan_de(vigencia, n, nombre=f"Hoja{n}") for vigencia, n in ((2024, 5), (2025, 1))]
    for pagina, vigencia in zip(paginas, (2024, 2025), strict=True):
        pagina.filas.insert(0, [f"PLAN DE ACCIÓN INSTITUCIONAL VIGENCIA {vigencia}"])
    assert importar(excel(*paginas)).hoja == "Hoja1"


def test_un_plan_de_otro_anio_se_lee_con_aviso_si_es_el_unico():
    lectura = importar(excel(plan_de(2024, 2, nombre="Plan 2024"), Pagina([["Listas 2025"]], "Listas 2025")))
    assert lectura.hoja == "Plan 2024"
    assert "La hoja es de 2024" in mensajes(lectura.avisos)


def test_un_grupo_encima_de_todo_separa_los_titulos_que_se_repiten():
    grupos = [Combinada("PLANEACIÓN", columnas=4), None, None, None, Combinada("SEGUIMIENTO A JUNIO", columnas=3)]
    titulos = ["Actividad", "Meta", "Fecha fin", "Responsable", "Meta", "Fecha fin", "Responsable"]
    fila = ["Publicar", 2, date(2025, 6, 30), "Secretaría General", 1, date(2025, 5, 1), "Ana Pérez"]
    lectura = importar(excel([grupos, titulos, fila]))
    assert mensajes(lectura.errores) == ""
    (actividad,) = lectura.actividades
    assert (actividad.meta, actividad.fecha_fin, actividad.enlace) == (2, date(2025, 6, 30), "")


def test_una_fila_con_mas_campos_y_sin_la_actividad_no_es_el_encabezado():
    arriba, abajo = ["Actividad", "Meta", "AVANCE", "", "", "", "Fecha fin"], ["", "", "T1", "T2", "T3", "T4", ""]
    lectura = importar(texto([arriba, abajo, ["Publicar", "4", "1", "", "", "", "30/06/2025"]]), "plan.csv")
    assert mensajes(lectura.errores) == ""
    assert [(a.nombre, a.meta, a.programacion) for a in lectura.actividades] == [("Publicar", 4, (None, 4, None, None))]


def test_de_dos_numeros_el_de_la_actividad_es_el_que_va_junto_a_ella():
    filas = [[1, "Objetivo", "1.1", "Publicar", 4], [1, "Objetivo", "1.2", "Socializar", 2]]
    lectura = importar(excel([["No.", "Objetivo", "No.", "Actividad", "Meta"], *filas]))
    assert mensajes(lectura.errores) == ""
    assert [actividad.numero for actividad in lectura.actividades] == ["1.1", "1.2"]
    assert [columna.campo for columna in lectura.columnas] == ["", "", "numero", "nombre", "meta"]
