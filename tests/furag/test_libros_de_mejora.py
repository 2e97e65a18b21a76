"""Los libros de mejoramiento que guardan las oficinas: exactos, preguntados o rechazados con su razón."""

from datetime import date

import pytest

from furag.lectura.libros_de_mejora import LectorDeMejora, RecomendacionConocida
from furag.reglas.politicas_dichas import PoliticaDelCatalogo
from planes.importacion.plazos import PLAN_DE_OTRO_ANIO
from tests.planes.importacion.libros import (
    GENERAL,
    HACIENDA,
    JURIDICA,
    Combinada,
    Formula,
    Pagina,
    Porcentaje,
    excel,
    importar,
    mensajes,
    partir,
    texto,
)

D = date
MINIMO = partir("N°|Hallazgo|Causa|Acción de mejora|Meta|Indicador|Responsable|Fecha inicio|Fecha terminación|Estado")
CATALOGO = "Documentar el catálogo de información de la entidad y publicarlo."
GOBIERNO = "Adoptar una política de gobierno del dato aprobada por el Comité."
USO = "Medir el uso de los servicios en línea."


def lector() -> LectorDeMejora:
    return LectorDeMejora(
        politica=7,
        catalogo=[
            PoliticaDelCatalogo(7, "POL07", ("Gobierno Digital",)),
            PoliticaDelCatalogo(8, "POL08", ("Seguridad Digital",)),
        ],
        recomendaciones=[
            RecomendacionConocida("R-2024-POL07-1", CATALOGO),
            RecomendacionConocida("R-2024-POL07-2", GOBIERNO),
            RecomendacionConocida("R-2024-POL07-3", USO, "está descartada"),
        ],
        indices={"POL07": "Gobierno Digital", "I22": "Gobernanza de TI", "I23": "Cultura"},
        entidad="Alcaldía Mayor de Cartagena de Indias",
    )


def leer(contenido: bytes, nombre: str = "mejora.xlsx"):
    return importar(contenido, nombre, propios=lector(), con_estrategias=False)


def accion(numero, hallazgo="No hay catálogo", causa="Sin gobierno", nombre="Levantar el inventario", **dicho) -> list:
    base = {
        "meta": 1, "indicador": "Inventario", "responsable": "Secretaría General",
        "inicio": D(2025, 7, 16), "fin": D(2025, 8, 31), "estado": "Abierta",
    }  # fmt: skip
    return [numero, hallazgo, causa, nombre, *(base | dicho).values()]


def propios(lectura) -> list[dict]:
    assert lectura.aceptable, mensajes(lectura.errores)
    return [dict(una.propios) for una in lectura.actividades]


def codigos(notas) -> set[str]:
    return {nota.codigo for nota in notas}


def test_formato_minimo_con_una_recomendacion_igual_y_otra_parecida():
    otra = accion(2, "Falta adoptar una política de gobierno del dato aprobada por el Comité", nombre="Adoptarla",
                  responsable="Oficina Asesora Jurídica y Secretaría de Hacienda", estado="Cerrada")  # fmt: skip
    lectura = leer(excel([["PLAN DE MEJORAMIENTO 2025"], MINIMO, accion(1, f"3. {CATALOGO.upper()}"), otra]))
    primera, segunda = propios(lectura)
    assert primera["recomendaciones"] == "R-2024-POL07-1"
    # La parecida la decide una persona; lo que dice de su estado no cierra nada.
    assert segunda["recomendaciones"] == ""
    assert {"recomendacion_parecida", "el_archivo_decia"} <= codigos(lectura.avisos)
    assert segunda["decia"] == "Estado: Cerrada"
    assert "Cerrada (1)" in mensajes(lectura.avisos)
    assert "varios_responsables" in codigos(lectura.supuestos)
    leidas = [(a.nombre, a.meta, a.indicador, a.dependencia, a.apoyos, a.fecha_fin) for a in lectura.actividades]
    assert leidas == [
        ("Levantar el inventario", 1, "Inventario", GENERAL, (), D(2025, 8, 31)),
        ("Adoptarla", 1, "Inventario", JURIDICA, (HACIENDA,), D(2025, 8, 31)),
    ]


COMBINADAS = excel([
    MINIMO,
    accion(Combinada(1, 2), Combinada("No hay catálogo", 2), Combinada("Sin gobierno", 2)),
    accion(None, None, None, "Publicar el catálogo"),
    accion(2, "No hay política", "No se formuló", "Adoptarla"),
])  # fmt: skip
REPETIDAS = excel([
    MINIMO,
    accion(1),
    accion(1, nombre="Publicar el catálogo"),
    accion(2, "No hay política", "No se formuló", "Adoptarla"),
])  # fmt: skip
PERDIDAS = texto([
    MINIMO,
    accion(1),
    accion("", "", "", "Publicar el catálogo"),
    accion(2, "No hay política", "No se formuló", "Adoptarla"),
], codificacion="latin-1")  # fmt: skip


@pytest.mark.parametrize(
    ("contenido", "nombre"), [(COMBINADAS, "a.xlsx"), (REPETIDAS, "a.xlsx"), (PERDIDAS, "a.csv")],
    ids=["combinadas", "número repetido", "CSV sin combinar"],
)  # fmt: skip
def test_varias_acciones_de_un_hallazgo(contenido, nombre):
    lectura = leer(contenido, nombre)
    assert [(d["hallazgo"], d["causa"]) for d in propios(lectura)] == [
        ("No hay catálogo", "Sin gobierno"),
        ("No hay catálogo", "Sin gobierno"),
        ("No hay política", "No se formuló"),
    ]
    assert [a.numero for a in lectura.actividades] == ["1", "2", "3"]
    assert "numeracion_por_grupo" in codigos(lectura.supuestos)


def test_una_accion_numerada_sin_hallazgo_se_avisa_y_no_lo_hereda():
    lectura = leer(excel([MINIMO, accion(1), accion(2, "", "", "Publicar el catálogo")]))
    assert propios(lectura)[1]["hallazgo"] == ""
    assert "sin_hallazgo" in codigos(lectura.avisos)


def test_lo_mismo_dicho_con_otras_palabras():
    """«Ídem» es el de encima; una celda con dos recomendaciones las atiende a las dos."""
    lectura = leer(excel([MINIMO, accion(1, f"1. {CATALOGO}\n2. {GOBIERNO}"), accion(2, "Ídem", nombre="Publicar")]))
    primera, segunda = propios(lectura)
    assert primera["recomendaciones"] == segunda["recomendaciones"] == "R-2024-POL07-1; R-2024-POL07-2"
    assert primera["hallazgo"] == segunda["hallazgo"]
    assert "hallazgo_de_encima" in codigos(lectura.supuestos)


def test_dos_acciones_en_una_celda_son_un_error():
    lectura = leer(excel([MINIMO, accion(1, nombre="1. Levantar el inventario\n2. Publicarlo")]))
    assert [(n.codigo, n.fila, n.columna) for n in lectura.errores] == [("varias_acciones", 2, "D")]


def test_un_hallazgo_sin_accion_es_un_error():
    lectura = leer(excel([MINIMO, accion(1), accion(2, "No hay política", nombre="")]))
    assert "fila_sin_nombre" in codigos(lectura.errores)


def test_formato_de_un_ministerio():
    titulos = partir(
        "Tipo de Auditoría|Temática de Auditoría|Vigencia (rango) AAAA-AAAA|No. Control|Hallazgo|Meta|"
        "Descripción del Hallazgo|Acción de Mejora|Actividades/Unidad de Medida|Cantidades Unidad de Medida|"
        "Fecha Inicial|Fecha de Terminación|Dependencia Responsable|Consecutivo de hallazgos|"
        "Seguimiento corte 30/06/2025|Avance Físico (%)|ESTADO|ESTADO HALLAZGO"
    )
    fila = ["Interna", "FURAG", "2024-2025", 1, "H1", "Tener catálogo", "No hay catálogo", "Levantar",
            "Inventarios", 2, D(2025, 7, 16), D(2025, 8, 31), "Secretaría General", "1", "Va bien",
            Porcentaje(0.5), "C", "A"]  # fmt: skip
    lectura = leer(excel([titulos, fila]))
    (suyo,) = propios(lectura)
    assert suyo["hallazgo"] == "H1: No hay catálogo"
    assert suyo["decia"] == (
        "Seguimiento corte 30/06/2025: Va bien · Avance Físico (%): 50 % · ESTADO: C · ESTADO HALLAZGO: A"
    )
    (una,) = lectura.actividades
    assert (una.meta, una.unidad, una.producto) == (2, "Inventarios", "Tener catálogo")


def test_de_un_libro_de_varias_politicas_solo_entran_las_de_este_plan():
    titulos = partir(
        "id (código de pregunta)|política|dependencia|inicio|fin|prioridad|pregunta|situación|acción|entregable"
    )

    def fila(codigo, politica, nombre):
        return [codigo, politica, "Secretaría General", D(2025, 7, 1), D(2025, 9, 30), "1 Crítica", "¿Hay catálogo?",
                "No hay", nombre, "Inventario"]  # fmt: skip

    suya, ajena = fila("GDI201", "POL 07 Gobierno Digital", "Levantar"), fila("SDI201", "Seguridad Digital", "Medir")
    lectura = leer(excel([titulos, suya, ajena]))
    assert [(a.numero, a.nombre, a.tipo_meta) for a in lectura.actividades] == [("GDI201", "Levantar", "HITO")]
    assert "Seguridad Digital" in mensajes(lectura.avisos)
    assert propios(lectura)[0]["hallazgo"].startswith("¿Hay catálogo?")
    # Todas de otra, o de una que no se conoce, no entran.
    assert codigos(leer(excel([titulos, ajena])).errores) == {"de_otra_politica"}
    a_medias = leer(excel([titulos, fila("GDI201", "Política de Gobierno", "Levantar")]))
    assert "politica_a_medias" in codigos(a_medias.supuestos)
    # Tampoco trae la causa: se dice.
    assert "la causa" in mensajes(a_medias.avisos)
    desconocida = fila("X", "Digital", "Levantar")
    assert "politica_sin_reconocer" in codigos(leer(excel([titulos, desconocida])).errores)


def test_los_cortes_de_cada_mes_no_son_programacion():
    titulos = [
        "Acción de mejora",
        "Dependencia",
        "Fecha inicio",
        "Fecha fin",
        *(f"Corte {m}" for m in ("enero", "junio")),
    ]
    lectura = leer(excel([titulos, ["Levantar", "Secretaría General", D(2025, 2, 1), D(2025, 9, 30), "", "20 %"]]))
    assert propios(lectura) == [{"decia": "Corte junio: 20 %"}]
    assert lectura.actividades[0].programacion == (None, None, 1, None)


def test_la_hoja_resumen_de_la_matriz_se_ignora():
    resumen = [["MATRIZ DE ACCIONES", "Código 608"],
               partir("Orden|PROCESOS|CORRECTIVA|PREVENTIVA|MEJORA|TOTAL|ABIERTA|CERRADA|CERRADA NO EFICAZ|% Avance"),
               [1, "TIC Tecnologías", 0, 0, 0, 418, 0, 0, 0, Formula("=1/0", "#DIV/0!")]]  # fmt: skip
    titulos = partir("No.|TIPO DE ACCIÓN|DESCRIPCIÓN DE LA NO CONFORMIDAD|ANÁLISIS DE CAUSAS|ACCIÓN A REALIZAR|"
                     "RESPONSABLE|FECHA INICIO|FECHA FIN|ESTADO")  # fmt: skip
    fila = [1, "Correctiva", "No hay catálogo", "Sin gobierno", "Levantar", "Secretaría General", D(2025, 7, 1),
            D(2025, 9, 30), "CERRADA NO EFICAZ"]  # fmt: skip
    lectura = leer(excel(Pagina(resumen, nombre="RESUMEN"), Pagina([["PROCESO TIC"], titulos, fila], nombre="TIC")))
    assert lectura.hoja == "TIC"
    assert propios(lectura)[0]["decia"] == "ESTADO: CERRADA NO EFICAZ"
    # El resumen dice 418 y el detalle trae una: se avisa.
    assert "418 en total" in mensajes(n for n in lectura.avisos if n.codigo == "no_cuadra_con_el_resumen")
    assert codigos(leer(excel(Pagina(resumen, nombre="RESUMEN"))).errores) == {"sin_columna_de_actividad"}


DE_SIRECI = partir(
    "MODALIDAD DE REGISTRO|CÓDIGO HALLAZGO|DESCRIPCIÓN DEL HALLAZGO|CAUSA DEL HALLAZGO|ACCIÓN DE MEJORA|"
    "ACTIVIDADES / DESCRIPCIÓN|ACTIVIDADES / UNIDAD DE MEDIDA|ACTIVIDADES / CANTIDADES UNIDAD DE MEDIDA|"
    "FECHA DE INICIO|FECHA DE TERMINACIÓN|PLAZO EN SEMANAS|AVANCE FÍSICO DE EJECUCIÓN"
)
_FILA = ["2 AVANCE", "H1", "x", "y", "Levantar", "Hacer", "Actas", 1, D(2025, 7, 1), D(2025, 9, 1), 9, 0]


@pytest.mark.parametrize(
    "filas",
    [
        [["Formulario", "F14.1: PLANES DE MEJORAMIENTO"], DE_SIRECI, _FILA],
        [DE_SIRECI, _FILA],
        [["PLAN DE MEJORAMIENTO SUSCRITO CON LA CONTRALORÍA GENERAL"], MINIMO, accion(1)],
    ],
    ids=["F14.1", "sin membrete", "por su título"],
)
def test_el_de_la_contraloria_se_rechaza_con_su_razon(filas):
    lectura = leer(excel(filas))
    (error,) = lectura.errores
    assert "Contraloría" in error.mensaje
    assert "SIRECI" in error.mensaje
    assert not lectura.actividades


def test_nombrar_a_la_contraloria_en_un_hallazgo_no_lo_hace_suyo_y_que_ella_lo_hallara_si():
    assert leer(excel([MINIMO, accion(1, "La Contraloría pidió el catálogo")])).aceptable
    mezclado = leer(excel([["Origen", *MINIMO], ["Contraloría", *accion(1)], ["FURAG", *accion(2, nombre="Otra")]]))
    assert [(n.codigo, n.fila, n.columna) for n in mezclado.errores] == [("hallazgo_de_contraloria", 2, "A")]


def test_las_fechas_fuera_de_la_vigencia_se_preguntan():
    contenido = excel([MINIMO, accion(1, fin=D(2026, 3, 31)), accion(2, nombre="Otra")])
    assert [(n.codigo, n.fila, n.columna) for n in leer(contenido).errores] == [(PLAN_DE_OTRO_ANIO, 2, "I")]


def test_recomendacion_citada_indice_y_puntaje():
    titulos = [*MINIMO[:3], "Recomendación", *MINIMO[3:], "Índice", "Puntaje esperado"]

    def fila(cita, indice, esperado, **dicho):
        una = accion(1, **dicho)
        return [*una[:3], cita, *una[3:], indice, esperado]

    suyo = propios(leer(excel([titulos, fila("R-2024-POL07-2", "Gobernanza de TI", 85.125)])))[0]
    assert (suyo["recomendaciones"], suyo["indice"], suyo["esperado"]) == ("R-2024-POL07-2", "I22", "85,125")
    suyo = propios(leer(excel([titulos, fila("Publicar datos abiertos", "POL 7", "90")])))[0]
    assert (suyo["hallazgo"], suyo["indice"]) == ("No hay catálogo\nRecomendación: Publicar datos abiertos", "POL07")
    descartada = leer(excel([titulos, fila(USO, "I22", 90)]))
    assert propios(descartada)[0]["recomendaciones"] == ""
    assert "recomendacion_sin_ligar" in codigos(descartada.avisos)
    mal = leer(excel([titulos, fila("R-2024-POL07-9", "I99", 190)]))
    assert codigos(mal.errores) == {"recomendacion_desconocida", "indice_no_claro", "valor_ilegible"}
    assert "indice_no_claro" in codigos(leer(excel([titulos, fila("", "I22, I23", 90)])).errores)


def test_dos_nombres_de_lo_mismo_en_un_titulo_son_el_hallazgo():
    titulos = ["N°", "Descripción de la no conformidad / hallazgo", *MINIMO[2:]]
    assert propios(leer(excel([titulos, accion(1)])))[0]["hallazgo"] == "No hay catálogo"


def test_los_meses_a_secas_no_son_lo_programado():
    lectura = leer(excel([[*MINIMO, "Ago", "Sep"], [*accion(1), 20, Formula("=1/0", "#DIV/0!")]]))
    (una,) = lectura.actividades
    assert (una.meta, dict(una.propios)["decia"]) == (1, "Estado: Abierta · Ago: 20 · Sep: #DIV/0!")
    assert "decia_con_error" in codigos(lectura.avisos)


def test_si_el_archivo_trae_varias_politicas_la_fila_que_no_la_dice_es_un_error():
    filas = [[*accion(n), p] for n, p in ((1, "Gobierno Digital"), (2, "Seguridad Digital"), (3, None))]
    (error,) = leer(excel([[*MINIMO, "Política"], *filas])).errores
    assert (error.codigo, error.fila) == ("politica_sin_decir", 4)


def test_el_codigo_de_una_pregunta_de_otra_politica_se_avisa():
    lectura = leer(excel([[*MINIMO, "Pregunta FURAG"], [*accion(1), "SDI-204"]]))
    assert "es de una pregunta de POL08 y este plan es de POL07" in mensajes(lectura.avisos)


@pytest.mark.parametrize(
    ("encima", "es_de_otra"),
    [
        ("ALCALDÍA MUNICIPAL DE TURBACO", True),
        ("Alcaldía de Cartagena del Chairá — Caquetá", True),
        ("ALCALDÍA MAYOR DE CARTAGENA DE INDIAS D. T. y C. – Secretaría de Planeación", False),
        ("Alcaldía Local de la Virgen y Turística", False),
    ],
)
def test_el_plan_de_otra_entidad_se_niega(encima, es_de_otra):
    lectura = leer(excel([[encima], MINIMO, accion(1)]))
    assert bool(lectura.errores) is es_de_otra
    assert ("Arriba de la tabla dice" in mensajes(lectura.errores)) is es_de_otra


def test_sin_fechas_no_se_suponen_ni_se_programa():
    sin_fin = accion(1, inicio=None, fin=None)
    lectura = leer(excel([MINIMO, sin_fin, accion(2, nombre="Publicarlo", inicio=None)]))
    una, otra = lectura.actividades
    assert (una.fecha_inicio, una.fecha_fin, una.programacion) == (None, None, (None,) * 4)
    assert (otra.fecha_inicio, otra.fecha_fin, otra.programacion) == (None, D(2025, 8, 31), (None, None, 1, None))
    dichos = {(nota.codigo, nota.fila) for nota in lectura.supuestos}
    assert {("queda_sin_fecha_fin", 2), ("queda_sin_programar", 2), ("queda_sin_fecha_inicio", 3)} <= dichos


@pytest.mark.parametrize(
    ("nombre", "titulos", "cual"),
    [
        ("plan.csv", "id_plan|nombre|tipo|vigencia", "planes"),
        ("hallazgo.csv", "id_hallazgo|id_plan|codigo|descripcion|causa", "hallazgos"),
        ("acciones 2025.csv", "id_accion|id_hallazgo|descripcion|meta|responsable|fecha_inicio", "acciones"),
        ("avance.csv", "id_avance|id_accion|fecha_corte|porcentaje", "avances"),
    ],
)
def test_uno_de_los_cuatro_de_sisifo_se_reconoce_y_se_dice_que_subir(nombre, titulos, cual):
    (error,) = leer(f"{titulos}\n{'|'.join('1' * len(partir(titulos)))}\n".replace("|", ";").encode(), nombre).errores
    assert f"archivo de {cual} de SISIFO" in error.mensaje
    assert "hallazgo.csv, por id_hallazgo" in error.mensaje


def test_los_de_sisifo_ya_juntos_se_leen():
    juntos = [["id_accion", "id_hallazgo", *MINIMO[1:]], ["1", "7", *accion(1)[1:]]]
    assert propios(leer(excel(juntos)))[0]["causa"] == "Sin gobierno"
