"""El plan de prueba en las disposiciones de columnas con que lo llevan las entidades."""

# Las filas de las tablas van enteras para que se lean como en Excel.
# ruff: noqa: E501

from datetime import date

from tests.planes.importacion.libros import (
    ATENDER,
    FORMULAR,
    INFORMES,
    SIN_TRIMESTRES,
    TALLERES,
    TRIMESTRES,
    UNIDADES,
    Combinada,
    Formula,
    Pagina,
    Porcentaje,
    excel,
    partir,
    texto,
)

D = date


def contraloria() -> bytes:
    """Encabezado de dos filas, numerado, con numerador y resultado al lado de las metas de período."""
    ultimas = ["Numerador", "Denominador", "Resultado", "Acumulado", "Rango", "Análisis (seguimiento)"]
    fijas = [
        "Objetivo (3)", "Estrategia (4)", "Proceso (5)", "Dependencia responsable (6)", "Actividad (7)",
        "Fecha de inicio (8)", "Fecha de terminación (9)", "Tipo de indicador (10)", "Nombre del indicador (11)",
        "Objetivo del indicador (12)", "Fórmula (13)", "Unidad de medida (14)", "Meta (15)",
    ]  # fmt: skip
    encabezado = [*(Combinada(titulo, filas=2) for titulo in fijas), Combinada("Metas de periodo (17)", columnas=4)]
    arriba = [*encabezado, None, None, None, *(Combinada(titulo, filas=2) for titulo in ultimas)]
    abajo = [*[None] * 13, "1º trimestre", "2º trimestre", "3º trimestre", "4º trimestre"]
    comun = ["Integridad pública", "Cultura"]
    cola = [1, 1, Porcentaje(1), Porcentaje(0.5), "SATISFACTORIO", "Se avanzó"]
    return excel(
        [
            [Combinada("CONTRALORÍA – PLAN DE ACCIÓN VIGENCIA 2025", columnas=10)],
            ["Código formato: PDE-01-003"],
            [],
            arriba,
            abajo,
            [*comun, "Talento", "Dirección Administrativa de Talento Humano", FORMULAR, D(2025, 2, 1), D(2025, 2, 28),
             "Eficacia", "Plan formulado", "Medir", "Planes / 1", "plan", 1, 1, None, None, None, *cola],
            [*comun, "Talento", "Secretaría General\nDirección Administrativa de Talento Humano", TALLERES,
             D(2025, 2, 15), D(2025, 11, 30), "Eficacia", "Talleres hechos", "Medir", "Hechos / 4", "talleres", 4,
             1, 1, 1, 1, *cola],
            [*comun, "Servicio", "Secretaría General", ATENDER, D(2025, 1, 1), D(2025, 12, 31), "Eficiencia",
             "% respondidas", "Medir", "A / B", "%", Porcentaje(1), *[Porcentaje(1)] * 4, *cola],
            [*comun, "Planeación", "Secretaría de Planeación Distrital / Secretaría de Hacienda / OAJ", INFORMES,
             D(2025, 4, 1), D(2025, 12, 15), "Eficacia", "Informes publicados", "Medir", "I / 2", "informes", 2,
             None, 1, None, 1, *cola],
        ]
    )  # fmt: skip


def softone_trimestral() -> bytes:
    """Una fila por actividad y trimestre, en CSV Latin-1 con punto y coma."""
    titulos = partir(
        "PLAN|CÓDIGO|VIGENCIA|TRIMESTRE|ACTIVIDAD|META|INDICADOR|RESPONSABLE SECRETARÍA|ESTADO|AVANCE %|"
        "META EJECUTADA|FECHA INICIO|FECHA FIN|EVIDENCIA URL|DESCRIPCIÓN EVIDENCIA"
    )
    filas = [titulos]
    actividades = (
        ("A1", FORMULAR, "DATH", "01/02/2025", "28/02/2025", {1: "1 plan"}),
        ("A2", TALLERES, "Sec. General y Talento Humano", "15/02/2025", "30/11/2025", dict.fromkeys((1, 2, 3, 4), "1 talleres")),
        ("A3", ATENDER, "Secretaria General", "01/01/2025", "31/12/2025", dict.fromkeys((1, 2, 3, 4), "100%")),
        ("A4", INFORMES, "Secretaría de Planeación, Secretaría de Hacienda y Oficina Jurídica", "01/04/2025", "15/12/2025",
         {2: "1 informes", 4: "1 informes"}),
    )  # fmt: skip
    for codigo, nombre, responsable, inicio, fin, metas in actividades:
        for trimestre, meta in metas.items():
            filas.append(
                ["Integridad", codigo, 2025, trimestre, nombre, meta, "Cumplimiento", responsable, "Pendiente", "0",
                 "0", inicio, fin, "https://alcaldia.example/soporte", "Acta"]
            )  # fmt: skip
    return texto(filas, codificacion="latin-1")


def plantilla_alcaldia() -> bytes:
    """Sin trimestres ni unidad; «Meta período» trae la unidad; política combinada hacia abajo."""
    titulos = partir(
        "Dimensión MIPG|Política|Eje PDD|Objetivo|Estrategia|Programa|Actividad|Indicador|Fórmula|"
        "Meta período|Avance|% Avance|Semáforo|Presupuesto asignado|Presupuesto ejecutado|% ejecución|"
        "Responsable|Correo|Fecha inicio|Fecha fin|Observaciones"
    )

    def fila(dimension, politica, nombre, meta, responsable, inicio, fin):
        return [dimension, politica, "Eje 1", "Objetivo", "Estrategia", "Programa", nombre, "Indicador", "A/B", meta, 0,
                Porcentaje(0), "Rojo", 1_000_000, 0, Porcentaje(0), responsable, "a@alcaldia.example", inicio, fin, ""]  # fmt: skip

    return excel(
        [
            titulos,
            fila(Combinada("Talento Humano", filas=4), Combinada("Integridad", filas=4), FORMULAR, "Un (1) plan",
                 "Dir. Adm. de Talento Humano", "1 de febrero de 2025", "28 de febrero de 2025"),
            fila(None, None, TALLERES, "4 talleres", "Secretaría General - Talento Humano", "15-feb-25", "30-nov-25"),
            fila(None, None, ATENDER, "100% permanente", "Secretaría General", 45658, 46022),
            fila(None, None, INFORMES, "Dos (2) informes",
                 "Secretaría de Planeación Distrital; Secretaría de Hacienda; Oficina Asesora Jurídica", "abril 1 de 2025",
                 "2025-12-15"),
        ]
    )  # fmt: skip


def mejoramiento() -> bytes:
    """Acciones de mejora con hallazgo y causa, en UTF-8 con BOM y tabuladores."""
    return texto(
        [
            ["N°", "Hallazgo (brecha/recomendación)", "Causa", "Acción de mejora", "Meta", "Indicador de seguimiento",
             "Responsable", "Fecha de inicio", "Fecha de terminación", "Estado"],
            [1, "Brecha", "Causa", FORMULAR, "1 plan", "Plan", "Dirección Administrativa de Talento Humano", "01.02.2025",
             "28.02.2025", "Abierta"],
            [2, "Brecha", "Causa", TALLERES, "4 talleres", "Talleres", "Secretaría General con apoyo de Talento Humano",
             "15/02/2025", "30/11/2025", "Abierta"],
            [3, "Brecha", "Causa", ATENDER, "100 % - Permanente", "Respuestas", "SECRETARÍA GENERAL", "", "", "Abierta"],
            [4, "Brecha", "Causa", INFORMES, "2 informes", "Informes",
             "Secretaría de Planeación – Secretaría de Hacienda – Jurídica", "1/04/2025", "15/12/2025", "Abierta"],
        ],
        separador="\t",
        codificacion="utf-8-sig",
    )  # fmt: skip


def especificacion() -> bytes:
    """Nuestra propia plantilla, con lo programado y lo ejecutado por trimestre."""
    titulos = partir(
        "No.|Dimensión|Política|Componente/Índice|Fuente (autodiagnóstico / FURAG / auditoría / otra)|"
        "Actividad|Producto o entregable|Meta|Unidad de medida|Indicador|Fórmula|Tipo de indicador|"
        "Línea base|Ponderación %|Fecha inicio|Fecha fin|Dependencia responsable|Dependencias de apoyo|"
        "Enlace|Programado T1|Programado T2|Programado T3|Programado T4|Ejecutado T1|Ejecutado T2|"
        "Ejecutado T3|Ejecutado T4|% avance del trimestre|% avance acumulado|Avance cualitativo|"
        "Evidencia|Semáforo|Observación Planeación (2ª línea)|Observación Control Interno (3ª línea)"
    )
    datos = (
        (FORMULAR, 1, D(2025, 2, 1), D(2025, 2, 28), "Dirección Administrativa de Talento Humano", ""),
        (TALLERES, 4, D(2025, 2, 15), D(2025, 11, 30), "Secretaría General", "Dirección Administrativa de Talento Humano"),
        (ATENDER, 100, D(2025, 1, 1), D(2025, 12, 31), "Secretaría General", ""),
        (INFORMES, 2, D(2025, 4, 1), D(2025, 12, 15), "Secretaría de Planeación Distrital",
         "Secretaría de Hacienda, Oficina Asesora Jurídica"),
    )  # fmt: skip
    filas = [
        [n, "Talento Humano", "Integridad", f"I0{n + 4} Cambio cultural", "FURAG", nombre, "Documento", meta, UNIDADES[n - 1],
         "Indicador", "A/B", "Eficacia", 0, 25, inicio, fin, responsable, apoyo, "Ana Pérez", *TRIMESTRES[n - 1],
         0, 0, 0, 0, 0, 0, "Nada", "", "gris", "", ""]
        for n, (nombre, meta, inicio, fin, responsable, apoyo) in enumerate(datos, start=1)
    ]  # fmt: skip
    return excel([titulos, *filas])


def segunda_hoja_con_ocultas() -> bytes:
    """El plan en la segunda hoja, con filas ocultas, secciones, total y pie; un rango de fechas por celda."""
    return excel(
        Pagina([["Instrucciones"], ["Diligencie la hoja Plan"], ["Actividad: qué se va a hacer"]], "Instructivo"),
        Pagina(
            [
                [Combinada("ALCALDÍA DE CARTAGENA DE INDIAS", columnas=9)],
                ["ÍTEM", "ACTIVIDAD\nPROGRAMADA *", "META", "PLAZO DE EJECUCIÓN", "RESPONSABLE", "I TRIM", "II TRIM",
                 "III TRIM", "IV TRIM"],
                [Combinada("COMPONENTE 1: INTEGRIDAD", columnas=9)],
                [1, FORMULAR, "1 plan", "1/02/2025 – 28/02/2025", "Talento Humano", 1],
                [2, TALLERES, "4 talleres", "Del 15 de febrero al 30 de noviembre de 2025",
                 "Secretaría General, Dirección Administrativa de Talento Humano", 1, 1, 1, 1],
                ["Subtotal", None, 5],
                [Combinada("COMPONENTE 2: SERVICIO", columnas=9)],
                ["ÍTEM", "ACTIVIDAD\nPROGRAMADA *", "META", "PLAZO DE EJECUCIÓN", "RESPONSABLE", "I TRIM", "II TRIM",
                 "III TRIM", "IV TRIM"],
                [3, ATENDER, "100%", "Enero a diciembre", "Secretaría General", *["100%"] * 4],
                [4, INFORMES, "2 informes", "1 de abril al 15 de diciembre de 2025",
                 "Secretaría de Planeación Distrital / Hacienda / Jurídica", None, 1, None, 1],
                ["TOTAL", None, 107],
                ["Elaboró: Ana Pérez"],
            ],
            ocultas=(10,),
        ),
    )  # fmt: skip


def meses() -> bytes:
    """Programación de enero a diciembre bajo un grupo, en hoja oculta, con fórmulas con resultado guardado."""
    nombres = ["Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sept", "Oct", "Nov", "Dic"]

    def mensual(**cantidades):
        return [cantidades.get(mes) for mes in nombres]

    return excel(
        Pagina([["Resumen"], ["Este libro tiene el plan en otra hoja"]], "Resumen"),
        Pagina(
            [
                [*(Combinada(t, filas=2) for t in ("Nº", "Acciones a desarrollar", "Meta", "Und.", "Área responsable")),
                 Combinada("FECHA", columnas=2), None, Combinada("PROGRAMACIÓN MENSUAL", columnas=12)],
                [*[None] * 5, "Inicio", "Fin", *nombres],
                [1, FORMULAR, 1, "plan", "Talento Humano", "01/02/2025", "28/02/2025", *mensual(Feb=1)],
                [2, TALLERES, Formula("=SUM(H4:S4)", 4), "talleres", "Secretaría General y Talento Humano", "15/02/2025",
                 "30/11/2025", *mensual(Feb=1, May=1, Ago=1, Nov=1)],
                [3, ATENDER, Porcentaje(1), "%", "Secretaría General", "01/01/2025", "31/12/2025", *[Porcentaje(1)] * 12],
                [4, INFORMES, 2, "informes", "Planeación / Hacienda / Jurídica", "01/04/2025", "15/12/2025",
                 *mensual(Jun=1, Dic=1)],
            ],
            oculta=True,
        ),
    )  # fmt: skip


def acumulado() -> bytes:
    """Metas de trimestre acumuladas y en porcentaje de la meta, pesos en fracciones y grupos sin combinar (CSV)."""
    return texto(
        [
            ["Plan de acción 2025", *[""] * 13],
            ["", *[""] * 13],
            ["Cód", "Actividades", "Meta vigencia", "Unidad", "Peso", "Líder", "Fecha inicial", "Fecha final", "PROGRAMADO",
             "", "", "", "EJECUTADO", ""],
            [*[""] * 8, "Trimestre 1", "Trimestre 2", "Trimestre 3", "Trimestre 4", "Trimestre 1", "Trimestre 2"],
            ["1", FORMULAR, "1", "plan", "0,25", "DATH", "01/02/2025", "28/02/2025", "1", "", "", "", "9", "9"],
            ["2", TALLERES, "4", "talleres", "0,25", "Secretaria General y DATH", "15/02/2025", "30/11/2025", "1", "2", "3",
             "4", "9", "9"],
            ["3", ATENDER, "100", "%", "0,25", "Secretaria General", "01/01/2025", "31/12/2025", "100", "100", "100", "100",
             "9", "9"],
            ["4", INFORMES, "2", "informes", "0,25", "Sría. de Planeación, Sría. de Hacienda y Ofc. Asesora Jurídica",
             "01/04/2025", "15/12/2025", "", "50%", "", "50%", "9", "9"],
        ],
        separador=",",
    )  # fmt: skip


def programado_y_ejecutado() -> bytes:
    """Tres filas de encabezado: cada trimestre con sus columnas «P» y «E»."""
    fijas = ("No", "Descripción de la actividad", "Cantidad", "Unidad de medida", "Oficina responsable", "Apoyo")
    trimestres = ("PRIMER TRIMESTRE", "SEGUNDO TRIMESTRE", "TERCER TRIMESTRE", "CUARTO TRIMESTRE")

    def fila(*valores, inicio, fin, p):
        return [*valores, inicio, fin, *(x for trimestre in p for x in (trimestre, 7))]

    primera = [*(Combinada(t, filas=3) for t in fijas), Combinada("FECHAS", filas=2, columnas=2), None,
               Combinada("TRIMESTRES", columnas=8)]  # fmt: skip
    segunda = [*[None] * 8, *(x for t in trimestres for x in (Combinada(t, columnas=2), None))]
    return excel(
        [
            primera,
            segunda,
            [*[None] * 6, "Desde", "Hasta", *["P", "E"] * 4],
            fila(1, FORMULAR, 1, "plan", "Talento Humano", None, inicio="Feb 1 de 2025", fin="28/feb/2025", p=TRIMESTRES[0]),
            fila(2, TALLERES, 4, "talleres", "Secretaría General", "Talento Humano", inicio="15/02/25", fin="30/11/25",
                 p=TRIMESTRES[1]),
            fila(3, ATENDER, "100", "Porcentaje", "Secretaría General", None, inicio="enero de 2025", fin="diciembre de 2025",
                 p=TRIMESTRES[2]),
            fila(4, INFORMES, 2, "informes", "Planeación", "Hacienda y Jurídica", inicio="1° de abril", fin="15 de diciembre",
                 p=TRIMESTRES[3]),
        ]
    )  # fmt: skip


def con_equis() -> bytes:
    """Cronograma con «X» en cada trimestre, con barra vertical y en CP1252."""
    return texto(
        [
            ["#", "Tareas", "Meta", "Fecha límite", "Inicia", "Encargado", "Ene-Mar", "Abr-Jun", "Jul-Sep", "Oct-Dic"],
            ["1", FORMULAR, "1 plan", "28/02/2025", "01/02/2025", "Talento Humano", "X", "", "", ""],
            ["2", TALLERES, "4 talleres", "30/11/2025", "15/02/2025", "Secretaría General & Talento Humano", "X", "X", "X", "X"],
            ["3", ATENDER, "100 % permanente", "31/12/2025", "01/01/2025", "Secretaría General", "x", "x", "x", "x"],
            ["4", INFORMES, "2 informes", "15/12/2025", "01/04/2025", "Planeación / Hacienda / Jurídica", "",
             "X", "", "X"],
        ],
        separador="|",
        codificacion="cp1252",
    )  # fmt: skip


# Nombre, archivo, contenido y programación esperada.
DISPOSICIONES = (
    ("contraloria", "plan.xlsx", contraloria, TRIMESTRES),
    ("softone", "plan.csv", softone_trimestral, TRIMESTRES),
    ("alcaldia", "plan.xls", plantilla_alcaldia, SIN_TRIMESTRES),
    ("mejoramiento", "plan.txt", mejoramiento, SIN_TRIMESTRES),
    ("especificacion", "plan", especificacion, TRIMESTRES),
    ("segunda_hoja", "plan.xlsx", segunda_hoja_con_ocultas, TRIMESTRES),
    ("meses", "plan.xlsx", meses, TRIMESTRES),
    ("acumulado", "plan.csv", acumulado, TRIMESTRES),
    ("programado_y_ejecutado", "plan.csv", programado_y_ejecutado, TRIMESTRES),
    ("equis", "plan.pdf", con_equis, TRIMESTRES),
)
