"""Lo que se puede leer de dos maneras no se decide en silencio: se entiende, se anota o se pide."""

from datetime import date

import pytest

from planes.importacion import Lectura
from tests.planes.importacion.libros import (
    GENERAL,
    HACIENDA,
    JURIDICA,
    Combinada,
    Porcentaje,
    excel,
    importar,
    mensajes,
    partir,
    texto,
)


def leido(titulos, *filas):
    return importar(texto([titulos, *filas]), "plan.csv")


def test_una_meta_que_no_empieza_por_su_cifra_se_anota_aunque_haya_unidad():
    lectura = leido(
        ["Actividad", "Meta", "Unidad"], ["Uno", "Talleres 4", "talleres"], ["Dos", "2 informes", "informes"],
        ["Tres", "1.250", "km"],
    )  # fmt: skip
    assert [a.meta for a in lectura.actividades] == [4, 2, 1250]
    anotadas = {nota.fila for nota in lectura.supuestos if "se entendió como" in nota.mensaje}
    assert anotadas == {2, 4}


def test_una_norma_en_la_meta_se_pide_en_su_celda():
    lectura = leido(["Actividad", "Meta"], ["Uno", "Cumplir la Ley 1712"])
    assert [(nota.fila, nota.columna) for nota in lectura.errores] == [(2, "B")]


def test_un_anio_no_es_la_linea_base_y_una_frase_se_anota():
    lectura = leido(["Actividad", "Meta", "Línea base"], ["Uno", 1, "Informe 2024"], ["Dos", 1, "2024: 35 %"])
    assert [a.linea_base for a in lectura.actividades] == [None, 35]
    assert "línea base no es un número" in mensajes(lectura.avisos)
    assert "«2024: 35 %» se entendió como 35" in mensajes(lectura.supuestos)


# Porcentajes escritos de 0 a 1

TRIMESTRALES = ["Actividad", "Meta", "Unidad", "T1", "T2", "T3", "T4", "Sentido"]


def trimestral(meta, unidad, *trimestres, sentido=None):
    cuatro = [*trimestres, *[None] * 4][:4]
    return importar(excel([TRIMESTRALES, ["Uno", meta, unidad, *cuatro, sentido]]))


@pytest.mark.parametrize(
    ("meta", "unidad", "trimestres", "leida", "programados", "tipo"),
    [
        (1, "Por ciento", (25, 25, 25, 25), 100, (25,) * 4, "ACUMULADA"),
        (1, "Porcentaje", (Porcentaje(0.5), None, None, Porcentaje(0.5)), 100, (50, None, None, 50), "ACUMULADA"),
        (Porcentaje(0.9), "%", (0.1, 0.2, 0.3, 0.3), 90, (10, 20, 30, 30), "ACUMULADA"),
        (90, "%", (0.1, 0.2, 0.3, 0.3), 90, (10, 20, 30, 30), "ACUMULADA"),
        ("100 %", None, (1, 1, 1, 1), 100, (100,) * 4, "CONSTANTE"),
    ],
)
def test_un_porcentaje_de_0_a_1_que_prueban_las_otras_cantidades_se_lleva_a_100_y_se_anota(
    meta, unidad, trimestres, leida, programados, tipo
):
    lectura = trimestral(meta, unidad, *trimestres)
    assert mensajes(lectura.errores) == ""
    (actividad,) = lectura.actividades
    assert (actividad.meta, actividad.programacion, actividad.tipo_meta) == (leida, programados, tipo)
    assert "se entendió como" in mensajes(lectura.supuestos) or "fracciones" in mensajes(lectura.supuestos)


@pytest.mark.parametrize(
    ("meta", "unidad", "trimestres"),
    [
        (1, "Porcentaje", (1, 1, 1, 1)),
        (0.9, "%", (0.1, 0.2, 0.3, 0.3)),
        (0.9, "Porcentual", (0.2, 0.4, 0.6, 0.9)),
        (1, "Cobertura (%)", ()),
        (None, "%", (0.25, 0.25, 0.25, 0.25)),
        (None, "Porcentaje", (1, 1, 1, 1)),
    ],
)
def test_un_porcentaje_de_0_a_1_que_nada_prueba_se_pide(meta, unidad, trimestres):
    (error,) = trimestral(meta, unidad, *trimestres).errores
    assert (error.fila, error.codigo) == (2, "porcentaje_dudoso")


def test_un_porcentaje_chico_entre_otros_de_0_a_100_se_deja_como_esta():
    filas = [["Uno", 0.5, "%", 0.5], ["Dos", 90, "%", 90]]
    lectura = importar(excel([TRIMESTRALES, *filas]))
    assert mensajes(lectura.errores) == ""
    assert [float(a.meta) for a in lectura.actividades] == [0.5, 90]


@pytest.mark.parametrize("unidad", ["Índice", "Tasa", "Días promedio"])
def test_lo_que_no_se_suma_se_mantiene_aunque_falte_la_meta(unidad):
    (actividad,) = importar(excel([SIN_META, ["Atender", unidad, 85, 85, 85, 85]])).actividades
    assert (actividad.meta, actividad.tipo_meta, actividad.programacion) == (85, "CONSTANTE", (85,) * 4)
    (error,) = importar(excel([SIN_META, ["Atender", unidad, 85, 80, 90, 85]])).errores
    assert error.codigo == "trimestres_sin_meta"


@pytest.mark.parametrize(
    ("meta", "unidad", "trimestres"), [("0,9 %", "%", ("0,9 %",)), (4, "%", (1, 1, 1, 1)), (1, "informe", (1,))]
)
def test_lo_que_ya_trae_su_escala_no_se_toca(meta, unidad, trimestres):
    (actividad,) = trimestral(meta, unidad, *trimestres).actividades
    assert float(actividad.meta) == {"0,9 %": 0.9}.get(meta, meta)


@pytest.mark.parametrize(
    ("meta", "linea_base", "leida", "nota"),
    [
        (90, 0.8, 0.8, "queda en 0,8 %"),
        (Porcentaje(0.9), Porcentaje(0.8), 80, ""),
    ],
)
def test_la_linea_base_va_en_la_escala_de_la_meta_o_se_avisa(meta, linea_base, leida, nota):
    titulos = ["Actividad", "Meta", "Unidad", "Línea base"]
    lectura = importar(excel([titulos, ["Uno", meta, "%", linea_base]]))
    assert float(lectura.actividades[0].linea_base) == leida
    notas = [nota.mensaje for nota in (*lectura.supuestos, *lectura.avisos) if "línea base" in nota.mensaje.lower()]
    assert nota in " ".join(notas) and bool(notas) == bool(nota)


@pytest.mark.parametrize(
    ("meta", "indicador", "avisa"),
    [(0.9, "Ejecución", True), (1, "% de ejecución", True), (1, "Plan", False), (Porcentaje(0.9), "Ejecución", False)],
)
def test_una_meta_sin_unidad_que_puede_ser_porcentaje_se_avisa(meta, indicador, avisa):
    lectura = importar(excel([["Actividad", "Meta", "Indicador"], ["Uno", meta, indicador]]))
    assert ("Si es un porcentaje" in mensajes(lectura.avisos)) == avisa


@pytest.mark.parametrize("meta", ["100 %", Porcentaje(1), "Permanente"])
def test_un_porcentaje_no_se_cuenta_en_otra_unidad(meta):
    lectura = trimestral(meta, "informes")
    assert lectura.actividades[0].unidad == "%"
    assert "la unidad es «%» y no «informes»" in mensajes(lectura.supuestos)


def test_una_meta_de_1_que_debe_bajar_puede_ser_1_por_ciento_y_se_pide():
    assert "1 % o 100 %" in mensajes(trimestral(1, "%", sentido="Reducir").errores)


# Celdas combinadas a lo ancho de la programación


def combinada(meta, unidad, *celdas, titulos=TRIMESTRALES):
    return importar(excel([titulos, ["Uno", meta, unidad, *celdas]]))


MENSUALES = ["Actividad", "Meta", "Unidad", "Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul"]
POR_PAREJAS = ["Actividad", "Meta", "Unidad", "Programado T1", "Ejecutado T1", "Programado T2", "Ejecutado T2"]


def test_una_equis_combinada_marca_todo_lo_que_cubre():
    (actividad,) = combinada(8, "talleres", Combinada("X", columnas=4)).actividades
    assert actividad.programacion == (2, 2, 2, 2)
    (actividad,) = combinada(8, "talleres", None, Combinada("x", columnas=2)).actividades
    assert actividad.programacion == (None, 4, 4, None)


def test_una_cantidad_combinada_sobre_varios_trimestres_se_pide():
    (error,) = combinada(12, "boletines", 3, Combinada(9, columnas=3)).errores
    assert (error.fila, error.columna, error.valor) == (2, "E", "9")
    assert "combinada sobre T2, T3, T4" in error.mensaje


def test_una_cantidad_combinada_dentro_de_un_trimestre_es_de_ese_trimestre():
    celdas = [Combinada(3, columnas=3), None, None, Combinada(5, columnas=3)]
    (actividad,) = combinada(8, "boletines", *celdas, titulos=MENSUALES).actividades
    assert actividad.programacion == (3, 5, None, None)
    assert combinada(8, "boletines", None, None, Combinada(8, columnas=2), titulos=MENSUALES).errores
    (actividad,) = combinada(
        8, "boletines", Combinada(3, columnas=2), None, Combinada(5, columnas=2), titulos=POR_PAREJAS
    ).actividades
    assert actividad.programacion == (3, 5, None, None)


def test_una_meta_permanente_combinada_rige_en_todo_lo_que_cubre():
    (actividad,) = combinada("100 % permanente", "%", Combinada(Porcentaje(1), columnas=4)).actividades
    assert (actividad.tipo_meta, actividad.programacion) == ("CONSTANTE", (100,) * 4)


def test_mezclar_equis_y_cantidades_se_dice_en_la_celda_de_la_equis():
    (error,) = combinada(4, "informes", 1, None, "X").errores
    assert (error.fila, error.columna, error.valor) == (2, "F", "X")


# Tipo de meta

CON_TIPO = ["Actividad", "Meta", "Unidad", "Tipo de meta", "T1", "T2", "T3", "T4"]


@pytest.mark.parametrize(
    ("escrito", "trimestres", "tipo", "programados"),
    [
        ("No acumulada", (), "CONSTANTE", (100,) * 4),
        ("No acumulativa", (100, 100), "CONSTANTE", (100, 100, None, None)),
        ("No es acumulable", (), "CONSTANTE", (100,) * 4),
        ("¿Acumulada?: no", (), "CONSTANTE", (100,) * 4),
        ("No acumulada", (25, 25, 25, 25), "ACUMULADA", (25,) * 4),
    ],
)
def test_una_meta_no_acumulada_no_se_toma_por_acumulada(escrito, trimestres, tipo, programados):
    lectura = importar(excel([CON_TIPO, ["Atender", 100, "%", escrito, *trimestres]]))
    (actividad,) = lectura.actividades
    assert (actividad.tipo_meta, actividad.programacion) == (tipo, programados)
    assert "no acumulada se entendió como" in mensajes(lectura.supuestos)


@pytest.mark.parametrize("escrito", ["Decreciente", "No constante", "No es hito"])
def test_un_tipo_de_meta_negado_o_que_no_existe_se_avisa(escrito):
    lectura = importar(excel([CON_TIPO, ["Atender", 4, "informes", escrito, 1, 1, 1, 1]]))
    assert "no se reconoce" in mensajes(lectura.avisos)


# Una fila por actividad y trimestre

SOFTONE = partir(
    "PLAN|CÓDIGO|VIGENCIA|TRIMESTRE|ACTIVIDAD|META|INDICADOR|RESPONSABLE SECRETARÍA|ESTADO|AVANCE %|META EJECUTADA|"
    "FECHA INICIO|FECHA FIN"
)


def softone(*trimestres: dict) -> Lectura:
    """Una fila por trimestre de la actividad A1, con lo que cambia en cada una."""
    base = {
        "plan": "Plan de acción", "codigo": "A1", "vigencia": 2025, "trimestre": 1, "actividad": "Hacer talleres",
        "meta": 1, "indicador": "Talleres", "responsable": "Secretaría General", "estado": "Pendiente", "avance": 0,
        "ejecutada": 0, "inicio": date(2025, 1, 15), "fin": date(2025, 12, 15),
    }  # fmt: skip
    filas = [list((base | {"trimestre": n} | cambios).values()) for n, cambios in enumerate(trimestres, 1)]
    return importar(excel([SOFTONE, *filas]))


def test_las_fechas_de_cada_trimestre_se_juntan_de_la_primera_a_la_ultima():
    lectura = softone(
        {"inicio": date(2025, 1, 1), "fin": date(2025, 3, 31)},
        {"inicio": date(2025, 4, 1), "fin": date(2025, 6, 30)},
        {"inicio": date(2025, 7, 1), "fin": "31 de diciembre"},
    )
    (actividad,) = lectura.actividades
    assert (actividad.fecha_inicio, actividad.fecha_fin) == (date(2025, 1, 1), date(2025, 12, 31))
    assert "cada trimestre trae sus fechas" in mensajes(lectura.supuestos).lower()


def test_los_responsables_y_textos_de_cada_trimestre_se_juntan():
    lectura = softone(
        {},
        {"responsable": "Secretaría de Hacienda", "indicador": "Asistentes"},
        {"responsable": "Secretaria General\nOAJ", "indicador": "TALLERES"},
    )
    (actividad,) = lectura.actividades
    assert (actividad.dependencia, actividad.apoyos) == (GENERAL, (HACIENDA, JURIDICA))
    assert actividad.indicador == "Talleres Asistentes"
    assert "varios responsables" in mensajes(lectura.supuestos).lower()


def test_lo_que_falta_en_la_primera_fila_sale_de_las_demas():
    (actividad,) = softone({"fin": None, "indicador": None, "responsable": None}, {}).actividades
    assert (actividad.fecha_fin, actividad.indicador, actividad.dependencia) == (
        date(2025, 12, 15),
        "Talleres",
        GENERAL,
    )


def test_dos_trimestres_de_una_actividad_no_pueden_ser_de_distinta_vigencia():
    (error,) = softone({}, {"vigencia": 2024}).errores
    assert (error.fila, error.columna, error.valor) == (3, "C", "2024")
    assert "de la fila 2" in error.mensaje


def test_una_fecha_que_no_se_entiende_en_otro_trimestre_no_se_pierde():
    (error,) = softone({}, {"fin": "pronto"}).errores
    assert (error.fila, error.columna) == (3, "M")


@pytest.mark.parametrize("columna", ["ejecutada", "avance"])
def test_la_misma_meta_en_todas_las_filas_y_lo_ejecutado_creciendo_se_pide(columna):
    filas = [{"meta": 6, columna: hecho} for hecho in (1, 3, 5, 6)]
    (error,) = softone(*filas).errores
    assert (error.fila, error.columna, error.valor) == (2, "F", "6")
    assert "de cada trimestre o la de todo el año" in error.mensaje


def test_la_misma_meta_en_todas_las_filas_sin_ese_indicio_suma_y_se_anota():
    lectura = softone(*[{"meta": 6, "ejecutada": hecho} for hecho in (0, 6, 6, 6)])
    assert lectura.actividades[0].meta == 24
    assert "si 6 es la de todo el año" in mensajes(lectura.supuestos)


@pytest.mark.parametrize(
    ("metas", "meta", "tipo", "programados"),
    [
        (["25%", "50%", "75%", "100%"], 100, "ACUMULADA", (25,) * 4),
        (["25%"] * 4, 100, "ACUMULADA", (25,) * 4),
        ([Porcentaje(0.1), Porcentaje(0.2), Porcentaje(0.3)], 60, "ACUMULADA", (10, 20, 30, None)),
        (["100% de las PQRSD"] * 4, 100, "CONSTANTE", (100,) * 4),
    ],
)
def test_las_metas_porcentuales_de_cada_trimestre_no_suman_mas_de_cien(metas, meta, tipo, programados):
    lectura = softone(*({"meta": escrita} for escrita in metas))
    assert mensajes(lectura.errores) == ""
    (actividad,) = lectura.actividades
    assert (actividad.meta, actividad.tipo_meta, actividad.programacion) == (meta, tipo, programados)
    assert actividad.unidad == ("% de las PQRSD" if "PQRSD" in str(metas[0]) else "%")


@pytest.mark.parametrize("metas", [["0%", "0%"], ["Permanente", "0"]])
def test_unas_metas_sin_cantidad_en_ningun_trimestre_se_piden_o_se_mantienen(metas):
    lectura = softone(*({"meta": escrita} for escrita in metas))
    assert lectura.errores or lectura.actividades[0].meta == 100


def softone_combinado(**cambios):
    """Dos trimestres de una actividad con lo común combinado hacia abajo."""
    columnas = {
        "CÓDIGO": [Combinada("A1", filas=2), None], "TRIMESTRE": [1, 2],
        "ACTIVIDAD": [Combinada("Hacer talleres", filas=2), None], "META": [1, 3],
        "RESPONSABLE": [Combinada("Secretaría General", filas=2), None],
        "FECHA FIN": [Combinada(date(2025, 12, 15), filas=2), None],
    } | cambios  # fmt: skip
    return importar(excel([list(columnas), *map(list, zip(*columnas.values(), strict=True))]))


def test_lo_combinado_hacia_abajo_en_los_trimestres_de_una_actividad_es_de_todos():
    lectura = softone_combinado()
    assert mensajes(lectura.errores) == ""
    (actividad,) = lectura.actividades
    assert (actividad.numero, actividad.meta, actividad.programacion) == ("A1", 4, (1, 3, None, None))
    assert (actividad.dependencia, actividad.fecha_fin) == (GENERAL, date(2025, 12, 15))


def test_una_meta_combinada_sobre_sus_trimestres_se_pide():
    errores = softone_combinado(META=[Combinada(4, filas=2), None]).errores
    assert [(nota.fila, nota.columna) for nota in errores] == [(3, "D")]


def test_dos_valores_en_la_columna_plan_se_avisan():
    lectura = softone({"plan": "PINAR"}, {"plan": "PETI"})
    assert lectura.aceptable
    assert any(nota.columna == "A" and "2 planes" in nota.mensaje for nota in lectura.avisos)
    assert "planes y sus actividades" not in mensajes(softone({}, {}).avisos)


# El trimestre de una fila sola


def con_trimestre(titulo, escrito, meta=4, titulos=("Meta",)):
    valores = ["Elaborar", escrito, date(2025, 1, 1), date(2025, 12, 31), *([meta] if titulos else [])]
    return importar(excel([["Actividad", titulo, "Fecha inicio", "Fecha fin", *titulos], valores]))


@pytest.mark.parametrize(
    ("titulo", "escrito", "programados"),
    [
        ("Trimestre de entrega", "II", (None, 4, None, None)),
        ("Trimestre programado", "Tercer trimestre", (None, None, 4, None)),
        ("Trimestre de ejecución", "II y IV", (None, 2, None, 2)),
        ("Trimestre de entrega", "1, 2, 3 y 4", (1, 1, 1, 1)),
        ("Trimestre", "II", (None, None, None, 4)),
    ],
)
def test_el_trimestre_de_entrega_programa_y_el_que_contradice_la_fecha_fin_se_avisa(titulo, escrito, programados):
    lectura = con_trimestre(titulo, escrito)
    assert mensajes(lectura.errores) == ""
    assert lectura.actividades[0].programacion == programados
    contradice = programados[3] is None or titulo == "Trimestre"
    assert ("no es el de la fecha fin" in mensajes(lectura.avisos)) == contradice


def test_el_trimestre_de_entrega_sin_columna_de_metas_es_el_del_hito():
    (actividad,) = con_trimestre("Trimestre de entrega", "II", titulos=()).actividades
    assert (actividad.meta, actividad.programacion) == (1, (None, 1, None, None))


@pytest.mark.parametrize("escrito", ["Semestre 1", "Trimestral", "pronto"])
def test_un_trimestre_de_entrega_que_no_es_uno_se_pide(escrito):
    (error,) = con_trimestre("Trimestre de entrega", escrito).errores
    assert (error.fila, error.columna) == (2, "B")


# Porcentajes sin columna de meta

SIN_META = ["Actividad", "Unidad", "T1", "T2", "T3", "T4"]
P = Porcentaje


@pytest.mark.parametrize(
    ("unidad", "trimestres", "meta", "tipo", "programados"),
    [
        (None, [P(1)] * 4, 100, "CONSTANTE", (100,) * 4),
        ("%", [90, None, 90, None], 90, "CONSTANTE", (90, None, 90, None)),
        (None, ["25 %", "50 %", "75 %", "100 %"], 100, "ACUMULADA", (25,) * 4),
        (None, [P(0.25)] * 4, 100, "ACUMULADA", (25,) * 4),
        (None, [P(0.2), P(0.3), None, None], 50, "ACUMULADA", (20, 30, None, None)),
    ],
)
def test_sin_meta_los_porcentajes_nunca_suman_mas_de_cien(unidad, trimestres, meta, tipo, programados):
    lectura = importar(excel([SIN_META, ["Atender", unidad, *trimestres]]))
    assert mensajes(lectura.errores) == ""
    (actividad,) = lectura.actividades
    assert (actividad.meta, actividad.tipo_meta, actividad.programacion) == (meta, tipo, programados)
    assert actividad.unidad in ("%", "Porcentaje")
    assert "sin meta" in mensajes(lectura.supuestos).lower()


@pytest.mark.parametrize(("unidad", "trimestres"), [("%", [80, 90, 70, 100]), ("informes", [P(0.5), P(0.5)])])
def test_sin_meta_unos_porcentajes_que_no_se_entienden_se_piden(unidad, trimestres):
    (error,) = importar(excel([SIN_META, ["Atender", unidad, *trimestres]])).errores
    assert error.fila == 2
    assert "meta" in error.mensaje


def test_una_meta_permanente_no_puede_ser_acumulada_sin_cantidades():
    (error,) = importar(excel([CON_TIPO, ["Atender", "Permanente", "%", "Acumulada"]])).errores
    assert (error.fila, error.columna) == (2, "B")


# Textos debajo de una actividad

CON_PRODUCTO = ["Actividad", "Producto", "Meta", "Responsable"]
ELABORAR = ["Elaborar", "Plan", 1, "Secretaría General"]


def debajo(*filas):
    return importar(excel([CON_PRODUCTO, ELABORAR, *filas]))


def test_un_sello_o_una_firma_separados_no_se_pegan_a_la_ultima_actividad():
    lectura = debajo([], [], [None, "Aprobado en Comité"], [], [None, None, None, "Ana Pérez"],
                     [None, None, None, "Secretario de Hacienda"])  # fmt: skip
    (actividad,) = lectura.actividades
    assert (actividad.producto, actividad.apoyos) == ("Plan", ())
    assert [o.fila for o in lectura.filas_omitidas if o.motivo.startswith("texto suelto")] == [5, 7, 8]
    assert "«Aprobado en Comité»" in mensajes(lectura.avisos)
    assert "«Secretario de Hacienda»" in mensajes(lectura.avisos)


def test_un_texto_debajo_de_un_separador_no_es_de_la_actividad_de_encima():
    (actividad,) = debajo([Combinada("COMPONENTE 2", columnas=4)], [None, "y su anexo"]).actividades
    assert actividad.producto == "Plan"


def test_las_filas_seguidas_y_las_de_una_actividad_combinada_siguen_siendo_suyas():
    (actividad,) = debajo([None, "y su anexo"], [None, None, None, "Hacienda"]).actividades
    assert (actividad.producto, actividad.apoyos) == ("Plan\ny su anexo", (HACIENDA,))
    combinada = [Combinada("Elaborar", filas=3), "Plan", 1, "Secretaría General"]
    (actividad,) = importar(excel([CON_PRODUCTO, combinada, [], [None, "y su anexo"]])).actividades
    assert actividad.producto == "Plan\ny su anexo"


# Una X por mes

DEL_ANIO = ["Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sep", "Oct", "Nov", "Dic"]


@pytest.mark.parametrize(
    ("meta", "meses", "programados"),
    [
        (10, (1, 2, 3, 4, 5, 6, 7, 8, 9, 11), (3, 3, 3, 1)),
        (3, (1, 2, 4), (2, 1, None, None)),
        (20, (1, 2, 3, 4, 5, 6, 7, 8, 9, 11), (6, 6, 6, 2)),
        (4, range(1, 13), (1, 1, 1, 1)),
        (2, (1, 2, 6), (1, 1, None, None)),
        (1, (4, 5, 6), (None, 1, None, None)),
        (5, (1, 2, 3, 7), (None, None, 5, None)),
    ],
)
def test_las_equis_de_cada_mes_cuentan(meta, meses, programados):
    fila = ["Publicar", meta, *("X" if mes in meses else None for mes in range(1, 13))]
    lectura = importar(excel([["Actividad", "Meta", *DEL_ANIO], fila]))
    assert lectura.actividades[0].programacion == programados
    repartida = len([cantidad for cantidad in programados if cantidad]) > 1
    assert ("se repartió por igual" in mensajes(lectura.supuestos)) == repartida


def test_una_equis_combinada_sobre_varios_meses_cuenta_cada_mes():
    fila = ["Publicar", 3, None, Combinada("X", columnas=3)]
    lectura = importar(excel([["Actividad", "Meta", *DEL_ANIO], fila]))
    assert lectura.actividades[0].programacion == (2, 1, None, None)


# Las dos fechas en una celda

CON_FECHAS = ["Actividad", "Meta", "Fecha inicio", "Fecha fin", "T1", "T2"]


@pytest.mark.parametrize(
    ("celdas", "inicio", "fin"),
    [
        ([Combinada("Permanente", columnas=2), None], (1, 1), (12, 31)),
        (["Permanente", None], (1, 1), (12, 31)),
        (["Durante la vigencia", "N/A"], (1, 1), (12, 31)),
        ([Combinada("Febrero a noviembre", columnas=2), None], (2, 1), (11, 30)),
        ([Combinada("Primer semestre", columnas=2), None], (1, 1), (6, 30)),
        ([Combinada(date(2025, 11, 30), columnas=2), None], (1, 1), (11, 30)),
        (["Marzo", None], (3, 1), (6, 30)),
    ],
)
def test_una_celda_sobre_las_dos_fechas_dice_las_dos(celdas, inicio, fin):
    (actividad,) = importar(excel([CON_FECHAS, ["Publicar", 2, *celdas, 1, 1]])).actividades
    assert (actividad.fecha_inicio, actividad.fecha_fin) == (date(2025, *inicio), date(2025, *fin))


# Lo que se escribe en un trimestre


@pytest.mark.parametrize(
    ("meta", "trimestres", "programados"),
    [
        (4, ["1 informe"] * 4, (1,) * 4),
        (4, ["Un (1) informe", "1 boletín", "dos informes", None], (1, 1, 2, None)),
        ("100 %", ["25% del plan"] * 4, (25,) * 4),
        (4, ["25% del plan"] * 4, (1,) * 4),
        (4, [True, False, True, False], (2, None, 2, None)),
        (4, ["VERDADERO", "FALSO", "VERDADERO", "FALSO"], (2, None, 2, None)),
        (4, ["☑", "☐", "☑", "☐"], (2, None, 2, None)),
        (4, ["Sí", "No", "No", "No"], (4, None, None, None)),
        (4, [4, "No", "N/A", "-"], (4, None, None, None)),
    ],
)
def test_un_trimestre_puede_traer_su_unidad_o_una_casilla(meta, trimestres, programados):
    lectura = trimestral(meta, None, *trimestres)
    assert mensajes(lectura.errores) == ""
    assert lectura.actividades[0].programacion == programados


@pytest.mark.parametrize(
    "escrito", ["Verde", "Informe 2", "1 informe y 2 actas", "Decreto 612", "Permanente", "1,234", date(2025, 3, 1)]
)
def test_lo_que_no_es_una_cantidad_en_un_trimestre_se_pide_en_su_celda(escrito):
    (error,) = trimestral(4, "informes", 1, escrito).errores
    assert (error.fila, error.columna) == (2, "E")


def test_una_cantidad_que_no_empieza_la_celda_de_un_trimestre_se_anota():
    lectura = trimestral(4, "talleres", "Talleres: 4")
    assert lectura.actividades[0].programacion == (4, None, None, None)
    assert [nota.columna for nota in lectura.supuestos if "se entendió como 4" in nota.mensaje] == ["D"]


# Meses acumulados


@pytest.mark.parametrize(
    ("meta", "meses", "programados"),
    [
        (12, range(1, 13), (3, 3, 3, 3)),
        (4, [None, None, 1, None, None, 2, None, None, 3, None, None, 4], (1, 1, 1, 1)),
        (4, [None, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4], (1, 1, 1, 1)),
        ("100 %", [P(0.1), P(0.2), P(0.3), None, None, P(0.6), None, None, None, None, None, P(1)], (30, 30, None, 40)),
        (3, [1, 2, 3], (3, None, None, None)),
        (6, [1, 2, 3], (6, None, None, None)),
    ],
)
def test_los_meses_acumulados_hasta_la_meta_no_se_suman(meta, meses, programados):
    lectura = importar(excel([["Actividad", "Meta", *DEL_ANIO], ["Publicar", meta, *meses]]))
    assert mensajes(lectura.errores) == ""
    assert lectura.actividades[0].programacion == programados
    assert ("vienen acumulad" in mensajes(lectura.supuestos)) == (meta != 6)


@pytest.mark.parametrize("meses", [[1, 3, 2, 12], [1, 2, 3, 11]])
def test_unos_meses_que_ni_suman_ni_acumulan_se_piden(meses):
    (error,) = importar(excel([["Actividad", "Meta", *DEL_ANIO], ["Publicar", 12, *meses]])).errores
    assert (error.fila, error.columna) == (2, "B")


# La meta en palabras y su cifra aparte


@pytest.mark.parametrize("titulo", ["Meta numérica", "Meta cuantitativa", "Valor de la meta", "Cantidad"])
def test_con_la_cifra_en_otra_columna_la_meta_en_palabras_es_el_producto(titulo):
    lectura = importar(excel([["Actividad", "Meta", titulo], ["Adoptar", "Programa adoptado", 1]]))
    assert mensajes(lectura.errores) == ""
    assert [(a.meta, a.producto) for a in lectura.actividades] == [(1, "Programa adoptado")]


def test_sin_columna_meta_la_meta_numerica_es_la_meta():
    assert importar(excel([["Actividad", "Meta numérica"], ["Adoptar", 3]])).actividades[0].meta == 3


@pytest.mark.parametrize(
    ("meta", "unidad", "anotada"),
    [
        ("2 informes", "Informe", False),
        ("6 talleres", "Número de talleres", False),
        ("90 % de lo pedido", "Porcentaje", False),
        ("2 informes por sede", "Informes", True),
        ("12 (1 mensual)", "Actas", True),
        ("12 km", "Kilómetros", True),
        ("12 por cada 100.000 habitantes", "Casos", True),
        ("4 por año", "Informes", True),
    ],
)
def test_lo_que_acompana_a_la_cifra_y_no_es_su_unidad_se_anota(meta, unidad, anotada):
    lectura = leido(["Actividad", "Meta", "Unidad", "T1", "T2", "T3", "T4"], ["Uno", meta, unidad, "", meta, "", ""])
    codigos = {nota.codigo for nota in lectura.supuestos}
    assert lectura.errores == ()
    assert ("meta_interpretada" in codigos, "cantidad_interpretada" in codigos) == (anotada, anotada)


def test_la_letra_o_donde_va_un_cero_se_dice():
    lectura = leido(["Actividad", "Meta", "T4", "Fin"], ["Uno", "1O", "", "30/06/2025"], ["Dos", 5, "5o", "3O/06/2025"])
    dichas = [(nota.columna, "tiene la letra O" in nota.mensaje) for nota in lectura.errores]
    assert dichas == [("B", True), ("D", True), ("C", True)]


def test_la_fecha_que_no_existe_no_se_supone_ademas():
    lectura = leido(["Actividad", "Meta", "Inicio", "Fin"], ["Uno", 1, "31/02/2025", "31/06/2025"])
    assert [nota.columna for nota in lectura.errores] == ["C", "D"]
    assert not {"sin_fecha_inicio", "sin_fecha_fin"} & {nota.codigo for nota in lectura.supuestos}


# Filas repetidas


def test_dos_filas_que_dicen_lo_mismo_se_avisan_y_se_importan():
    lectura = leido(["Actividad", "Meta"], ["Uno", 1], ["Dos", 1], ["Uno", 1])
    assert lectura.aceptable and len(lectura.actividades) == 3
    assert "Las filas 2, 4 dicen lo mismo" in mensajes(lectura.avisos)
    assert "dicen lo mismo" not in mensajes(leido(["Actividad", "Meta"], ["Uno", 1], ["Uno", 2]).avisos)


# Lo que depende del resto del archivo


def test_un_punto_que_puede_ser_de_miles_se_pide_si_en_otra_celda_es_decimal():
    lectura = leido(["Actividad", "Meta", "Unidad"], ["Uno", "0.750", "km"], ["Dos", "1.250", "km"])
    assert [(nota.fila, nota.columna, nota.valor) for nota in lectura.errores] == [(3, "B", "1.250")]
    lectura = leido(["Actividad", "Meta", "Unidad"], ["Uno", "750", "km"], ["Dos", "1.250", "km"])
    assert [a.meta for a in lectura.actividades] == [750, 1250]


def test_una_meta_por_periodo_sin_programacion_se_pide():
    assert "cuánto en cada período" in mensajes(trimestral("1 informe trimestral", None).errores)
    assert "cuánto en cada período" in mensajes(trimestral("1 informe trimestral", None, "X", "X").errores)
    assert trimestral("1 informe trimestral", None, "X").actividades[0].meta == 1


def test_dos_fechas_de_entrega_no_dicen_cuando_se_empieza():
    (actividad,) = leido(["Actividad", "Meta", "Fecha fin"], ["Uno", 2, "30 de junio y 30 de noviembre"]).actividades
    assert (actividad.fecha_inicio, actividad.fecha_fin) == (date(2025, 1, 1), date(2025, 11, 30))


def test_una_meta_descrita_que_no_dice_su_cantidad_se_avisa():
    filas = [["Publicar", "4 informes", 4], ["Socializar", "5 jornadas", 3], ["Elaborar", "Plan adoptado", 1]]
    lectura = importar(excel([["Actividad", "Meta", "Cantidad"], *filas]))
    assert [actividad.meta for actividad in lectura.actividades] == [4, 3, 1]
    assert [(nota.fila, nota.columna) for nota in lectura.avisos if "Compruebe cuál" in nota.mensaje] == [(3, "B")]
