"""Disposiciones que no se miraron al escribir el importador: las que arma un tercero."""

# Las filas de las tablas van enteras para que se lean como en Excel.
# ruff: noqa: E501

from datetime import date
from decimal import Decimal

from tests.planes.importacion.libros import (
    ARCHIVO,
    GENERAL,
    HACIENDA,
    JURIDICA,
    PLANEACION,
    TALENTO,
    Combinada,
    Pagina,
    Porcentaje,
    excel,
    importar,
    mensajes,
    texto,
)

D = date


def leida(contenido, nombre="plan.xlsx", **opciones):
    """Las actividades de un archivo que debe leerse sin errores."""
    lectura = importar(contenido, nombre, **opciones)
    assert mensajes(lectura.errores) == ""
    return lectura


def test_la_tabla_del_informe_sin_metas_da_hitos_en_su_plazo():
    lectura = leida(
        excel(
            [
                [
                    "ITEM",
                    "ACTIVIDAD PROGRAMADA",
                    "ACTIVIDAD EJECUTADA",
                    "% DE CUMPLIMIENTO",
                    "PLAZO DE EJECUCIÓN",
                    "RESPONSABLE",
                ],
                [1, "Actualizar el PINAR", "Se actualizó", Porcentaje(1), "31 de enero de 2025", "Dir. de Archivo"],
                [2, "Sensibilizar", "", Porcentaje(0), "marzo – octubre de 2025", "Secretaría General"],
            ]
        )
    )
    pinar, sensibilizar = lectura.actividades
    assert (pinar.tipo_meta, pinar.programacion) == ("HITO", (1, None, None, None))
    assert (pinar.fecha_fin, pinar.dependencia) == (D(2025, 1, 31), ARCHIVO)
    assert (sensibilizar.fecha_inicio, sensibilizar.fecha_fin) == (D(2025, 3, 1), D(2025, 10, 31))
    assert sensibilizar.programacion == (None, None, None, 1)


def test_grupos_de_meta_indicador_responsable_y_cronograma():
    lectura = leida(
        excel(
            [
                [None, Combinada("PLAN DE ACCIÓN MIPG", columnas=12), *[None] * 11, "Versión: 02"],
                [None, "Código: PL-01", None, "Fecha: 31/01/2025"],
                [],
                [None, Combinada("No", filas=2), Combinada("ACTIVIDAD", filas=2), Combinada("META", columnas=2), None,
                 Combinada("INDICADOR", columnas=2), None, Combinada("RESPONSABLE", columnas=2), None,
                 Combinada("TIEMPO DE EJECUCIÓN", columnas=2), None, Combinada("CRONOGRAMA 2025", columnas=4), None, None,
                 None, Combinada("SEGUIMIENTO", columnas=4)],
                [*[None] * 3, "Cantidad", "Unidad de medida", "Nombre", "Fórmula", "Dependencia", "Nombre", "Inicio",
                 "Terminación", "I", "II", "III", "IV", "I", "II", "III", "IV"],
                [None, "(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)", "(13)", "(14)",
                 "(15)", "(16)", "(17)", "(18)"],
                [None, "1.1", "Capacitar\nservidores", 40, "servidores", "Servidores capacitados", "C/P", "Talento Humano",
                 "Ana Pérez", D(2025, 2, 1), D(2025, 9, 30), 10, 10, 20, None, 9, 9, 9, 9],
            ]
        )
    )  # fmt: skip
    (actividad,) = lectura.actividades
    assert (actividad.numero, actividad.nombre, actividad.meta, actividad.unidad) == ("1.1", "Capacitar servidores", 40,
                                                                                   "servidores")  # fmt: skip
    assert (actividad.indicador, actividad.formula, actividad.enlace) == ("Servidores capacitados", "C/P", "Ana Pérez")
    assert actividad.programacion == (10, 10, 20, None)
    assert (actividad.fecha_inicio, actividad.fecha_fin) == (D(2025, 2, 1), D(2025, 9, 30))
    assert [omitida.motivo for omitida in lectura.filas_omitidas][-1] == "numeración de las columnas"


def test_simulacro_por_fases_con_vencimiento_y_evidencias():
    lectura = leida(
        texto(
            [
                [
                    "Fase",
                    "Actividad",
                    "Responsable",
                    "Fecha de vencimiento",
                    "Estado",
                    "Tipo de evidencia",
                    "URL",
                    "Descripción",
                ],
                [
                    "Diagnóstico",
                    "Aplicar autodiagnóstico",
                    "SECRETARIA GENERAL",
                    "2025-11-30",
                    "abierta",
                    "acta",
                    "",
                    "",
                ],
                [
                    "Cierre",
                    "Levantar acta de cierre, con anexos",
                    "Planeación",
                    "2025-12-20",
                    "abierta",
                    "acta",
                    "",
                    "",
                ],
            ],
            separador=",",
        ),
        "simulacro.csv",
    )
    assert [(a.dependencia, a.fecha_fin) for a in lectura.actividades] == [
        (GENERAL, D(2025, 11, 30)),
        (PLANEACION, D(2025, 12, 20)),
    ]


def test_minterior_con_meta_descrita_y_cantidad():
    lectura = leida(
        excel(
            [
                ["Tipo de Auditoría", "Temática de Auditoría", "Vigencia", "No. Control", "Hallazgo", "Meta",
                 "Descripción del Hallazgo", "Acción de Mejora", "Actividades/Unidad de Medida",
                 "Cantidades Unidad de Medida", "Fecha Inicial", "Fecha de Terminación", "Dependencia Responsable",
                 "Consecutivo de hallazgos", "Seguimiento corte 30/06/2025", "Avance Físico (%)", "ESTADO", "ESTADO HALLAZGO"],
                ["Regular", "Contratos", 2025, "C1", "H1", "Procedimiento adoptado", "Falla", "Adoptar procedimiento",
                 "Procedimiento", 1, D(2025, 3, 1), D(2025, 6, 30), "Of. Jurídica", 1, "", Porcentaje(0), "A", "A"],
            ]
        )
    )  # fmt: skip
    (actividad,) = lectura.actividades
    assert (actividad.nombre, actividad.meta, actividad.unidad) == ("Adoptar procedimiento", 1, "Procedimiento")
    assert (actividad.producto, actividad.dependencia) == ("Procedimiento adoptado", JURIDICA)
    assert actividad.programacion == (None, 1, None, None)


def test_informe_de_control_interno_por_hallazgos():
    lectura = leida(
        excel(
            [
                ["INFORME OCI"],
                ["Proceso", "Hallazgos", "Actividades por cumplir", "Cumplidas", "Cumplidas parcialmente", "No cumplidas",
                 "Avance trimestre", "Avance total", "Fecha límite", "Responsable"],
                [Combinada("Gestión", filas=2), Combinada("Sin TRD", filas=2), "Elaborar TRD", "X", "", "",
                 Porcentaje(0.2), Porcentaje(0.4), "30 sept 2025", Combinada("Dirección de Archivo", filas=2)],
                [None, None, "Convalidar TRD", "", "X", "", Porcentaje(0.2), Porcentaje(0.4), "15/12/2025"],
            ]
        )
    )  # fmt: skip
    assert [(a.nombre, a.fecha_fin, a.dependencia) for a in lectura.actividades] == [
        ("Elaborar TRD", D(2025, 9, 30), ARCHIVO),
        ("Convalidar TRD", D(2025, 12, 15), ARCHIVO),
    ]


def test_contraloria_en_un_solo_encabezado_con_meta_porcentual_y_acumulada():
    lectura = leida(
        texto(
            [
                ["Objetivo (3)", "Estrategia (4)", "Proceso", "Dependencia responsable", "Actividad", "Fecha de terminación",
                 "Tipo de indicador", "Nombre del indicador", "Objetivo del indicador", "Fórmula", "Unidad de medida", "Meta",
                 "Metas de periodo (17): 1º trimestre", "2º trimestre", "3º trimestre", "4º trimestre", "Numerador",
                 "Denominador", "Resultado", "Acumulado", "Rango", "Análisis (seguimiento)"],
                ["O", "E", "P", "Secretaria de Hacienda", "Ejecutar el presupuesto", "31/12/2025", "Eficacia", "Ejecución",
                 "Medir", "E/P", "Porcentaje", "90%", "20%", "45%", "70%", "90%", "1", "2", "50%", "50%", "MÍNIMO", ""],
                ["O", "E", "P", "Secretaría de Planeación Distrital", "Seguir el plan", "31/12/2025", "Eficacia", "Informes",
                 "Medir", "I", "Número", "1.200,5", "300,5", "300", "300", "300", "1", "2", "50%", "50%", "MÍNIMO", ""],
            ],
            codificacion="cp1252",
        ),
        "datos.xlsx",
    )  # fmt: skip
    hacienda, planeacion = lectura.actividades
    assert (hacienda.dependencia, hacienda.meta, hacienda.programacion) == (HACIENDA, 90, (20, 25, 25, 20))
    assert (planeacion.meta, planeacion.programacion[0]) == (Decimal("1200.5"), Decimal("300.5"))


def test_dos_politicas_con_numeracion_repetida_y_pesos_por_politica():
    filas = [
        ["N°", "Actividad", "Meta", "Peso %", "Fecha inicio", "Fecha fin", "Responsable"],
        [Combinada("POLÍTICA: Integridad", columnas=7)],
        [1, "Formular código", "1 código", Porcentaje(0.4), "01/02/2025", "30/06/2025", "Talento Humano"],
        [2, "Socializar código", "1 jornada", Porcentaje(0.6), "01/07/2025", "30/09/2025", "Talento Humano"],
        [Combinada("POLÍTICA: Gestión Documental", columnas=7)],
        [1, "Actualizar TRD", "1 tabla", Porcentaje(1), "01/02/2025", "30/06/2025", "Archivo"],
    ]
    lectura = leida(excel(Pagina(filas, "Acción 2025")))
    assert [(a.numero, a.politica, a.ponderacion) for a in lectura.actividades] == [
        ("1", "Integridad", 40),
        ("2", "Integridad", 60),
        ("3", "Gestión Documental", 100),
    ]
    assert "2 políticas" in mensajes(lectura.avisos)
    assert lectura.actividades[0].dependencia == TALENTO


def test_dependencia_y_responsable_en_columnas_distintas():
    lectura = leida(
        excel(
            [
                ["Actividad", "Meta", "Dependencia", "Responsable", "Fecha fin"],
                ["Publicar", 1, "Secretaría General", "Juan Gómez – profesional", "30/06/2026"],
            ]
        )
    )
    (actividad,) = lectura.actividades
    assert (actividad.dependencia, actividad.enlace) == (GENERAL, "Juan Gómez – profesional")
    assert any((nota.fila, nota.columna) == (2, "E") and "vigencia" in nota.mensaje for nota in lectura.avisos)


def test_metas_de_periodo_numeradas_y_papeles_entre_parentesis():
    lectura = leida(
        excel(
            [
                [
                    "Actividad",
                    "Dependencia responsable",
                    "Fecha de terminación",
                    "Meta",
                    Combinada("Metas de periodo", columnas=4),
                ],
                [None, None, None, None, "1", "2", "3", "4"],
                [
                    "Publicar",
                    "Secretaría de Planeación (líder), Secretaría General (apoyo)",
                    D(2025, 12, 31),
                    4,
                    1,
                    1,
                    1,
                    1,
                ],
                ["Revisar", "Responsable: Secretaría General\nApoyo: Jurídica", D(2025, 12, 31), 4, 1, 1, 2, None],
            ]
        )
    )
    assert [a.programacion for a in lectura.actividades] == [(1, 1, 1, 1), (1, 1, 2, None)]
    assert [(a.dependencia, a.apoyos) for a in lectura.actividades] == [
        (PLANEACION, (GENERAL,)),
        (GENERAL, (JURIDICA,)),
    ]


def test_cronograma_con_la_inicial_de_cada_mes():
    titulos = ["Actividad", "Meta", Combinada("CRONOGRAMA", columnas=12)]
    marcas = [None, None, None, "X", None, None, None, None, None, None, None, "X"]
    lectura = leida(excel([titulos, [None, None, *"EFMAMJJASOND"], ["Publicar", 2, *marcas]]))
    assert lectura.actividades[0].programacion == (None, 1, None, 1)


def test_una_columna_con_datos_y_sin_titulo_se_avisa():
    lectura = leida(excel([["Actividad", "Meta"], ["Publicar", 2, "suelto"]]))
    assert any(nota.columna == "C" and "no tiene encabezado" in nota.mensaje for nota in lectura.avisos)


def test_el_apostrofo_de_un_csv_exportado_no_es_parte_del_dato():
    lectura = leida(texto([["Actividad", "Meta", "Producto"], ["'=Publicar", "2", "'-acta"]]), "plan.csv")
    assert (lectura.actividades[0].nombre, lectura.actividades[0].producto) == ("=Publicar", "-acta")
