"""Los encabezados se reconocen con las palabras de cada entidad y las columnas ajenas no engañan."""

import pytest

from mipg.texto import normalizar
from planes.campos import EXPORTADOS, SINONIMOS, TRIMESTRES
from planes.importacion import Elecciones
from planes.importacion.columnas import VOCABULARIO
from tests.planes.importacion.libros import Combinada, Pagina, excel, importar, mensajes


@pytest.mark.parametrize(("campo", "sinonimo"), [(c, s) for c, lista in SINONIMOS.items() for s in lista])
def test_todo_sinonimo_lleva_a_su_campo(campo, sinonimo):
    assert VOCABULARIO.reconocer((sinonimo,)).campo == campo


@pytest.mark.parametrize(
    ("titulos", "campo"),
    [
        (("ACTIVIDAD\nPROGRAMADA *",), "nombre"),
        (("Objetivo (3)",), ""),
        (("7. Actividad (7)",), "nombre"),
        (("Actividdad",), "nombre"),
        (("Fecha de terminacion",), "fecha_fin"),
        (("Dependensia responsable",), "dependencia"),
        (("#",), "numero"),
        (("Meta 2025",), "meta"),
        (("Ponderación (%)",), "ponderacion"),
        (("Tipo de indicador",), ""),
        (("Objetivo del indicador",), ""),
        (("Actividad o acción por realizar",), "nombre"),
        (("Fecha final de ejecución",), "fecha_fin"),
        (("Cronograma de ejecución 2025",), "plazo"),
        (("Período de la ejecución",), "plazo"),
        (("FECHAS DE EJECUCIÓN", "Inicio"), "fecha_inicio"),
        (("Cronograma ejecutado",), ""),
        *(((f"{palabra} ejecución",), "plazo") for palabra in ("Plazo de", "Plazo", "Tiempo", "Período", "Fecha")),
        (("Fin previsto",), "fecha_fin"),
        (("Fecha de inicio estimada",), "fecha_inicio"),
        (("Meta esperada",), "meta"),
        (("Fecha tope",), "fecha_fin"),
        (("Avance esperado",), ""),
        (("Responsable del monitoreo",), ""),
        (("MONITOREO PRIMERA LÍNEA", "Responsable"), ""),
        (("EVALUACIÓN", "Fecha"), ""),
        (("Áreas que apoyan",), "apoyos"),
        (("INDICADOR", "Nombre"), "indicador"),
        (("Responsable del seguimiento",), ""),
        (("Correo",), ""),
        (("Correo del responsable",), ""),
        (("Presupuesto asignado",), "presupuesto"),
        (("Apropiación definitiva 2025",), "presupuesto"),
        (("PRESUPUESTO", "Apropiado"), "presupuesto"),
        (("PRESUPUESTO", "Ejecutado"), ""),
        (("Presupuesto (millones)",), ""),
        (("PRESUPUESTO", "Asignado (miles)"), ""),
        (("% Presupuesto",), ""),
        (("I TRIMESTRE", "Presupuesto"), ""),
        (("% Avance",), ""),
        (("Resultado",), ""),
        (("Meta ejecutada",), ""),
        (("Meta cuatrienio",), ""),
        (("FECHA", "Inicio"), "fecha_inicio"),
        (("RESPONSABLES", "Principal"), "dependencia"),
        (("PLAZO DE EJECUCIÓN", "Fin"), "fecha_fin"),
        (("Nombre del contratista",), None),
    ],
)
def test_un_titulo_lleva_a_su_campo(titulos, campo):
    reconocido = VOCABULARIO.reconocer(titulos)
    assert (reconocido.campo if reconocido else None) == campo


@pytest.mark.parametrize(
    "titulos",
    [
        ("T1",),
        ("1er trimestre",),
        ("Trim I",),
        ("I Trim.",),
        ("1º trimestre",),
        ("Meta trimestre 1",),
        ("Ene-Mar",),
        ("Enero a marzo",),
        ("Programado T1",),
        ("% Programado I trimestre 2025",),
        ("Metas de periodo (17)", "1º trimestre"),
        ("PROGRAMACIÓN TRIMESTRAL", "I"),
        ("I TRIMESTRE", "Programado"),
        ("TRIMESTRES", "PRIMER TRIMESTRE", "P"),
        ("I TRIMESTRE (ENERO - MARZO)", "Prog."),
        ("% avance programado T1",),
        ("Avance programado · T1",),
        ("AVANCE PROGRAMADO", "T1"),
        ("I TRIMESTRE", "% avance programado"),
        ("SEGUIMIENTO", "T1", "Programado"),
        ("Ejecución esperada I trimestre",),
        ("PLAN DE ACCIÓN", "T1"),
        ("CRONOGRAMA DE EJECUCIÓN 2025", "I TRIM"),
        ("Tiempo de ejecución", "TRIMESTRE 1"),
    ],
)
def test_un_trimestre_programado_se_reconoce(titulos):
    assert VOCABULARIO.reconocer(titulos).campo == TRIMESTRES[0]


@pytest.mark.parametrize(
    "titulos",
    [
        ("Ejecutado T1",),
        ("Avance I trimestre",),
        ("EJECUCIÓN", "T1"),
        ("SEGUIMIENTO", "Trimestre 1"),
        ("I TRIMESTRE", "Ejecutado"),
        ("I TRIMESTRE", "E"),
        ("Resultado", "1er trimestre"),
        ("I TRIMESTRE", "Ejec."),
        ("% avance ejecutado T1",),
        ("AVANCE EJECUTADO", "T1"),
        ("SEGUIMIENTO A LO PROGRAMADO", "T1"),
        ("SEGUIMIENTO", "T1", "Ejecutado"),
        ("SEMÁFORO", "T1"),
        ("PRESUPUESTO", "I trimestre"),
        ("RECURSOS (millones)", "Enero"),
        ("CRONOGRAMA DE EJECUCIÓN", "T1", "Ejecutado"),
        ("Trimestre 1 ejecución",),
        ("PROGRAMACIÓN / EJECUCIÓN", "T1"),
    ],
)
def test_lo_ejecutado_no_es_programacion(titulos):
    assert VOCABULARIO.reconocer(titulos).campo == ""


@pytest.mark.parametrize(
    "titulos",
    [
        ("I Trimestre (abril - junio)",),
        ("I TRIMESTRE", "Abril"),
        ("PRESUPUESTO PROGRAMADO", "T1"),
        ("Concepto del trimestre",),
    ],
)
def test_un_periodo_que_no_es_claro_no_se_adivina(titulos):
    assert VOCABULARIO.reconocer(titulos) is None


TITULOS = ["Lo que haremos", "Meta", "Fecha fin"]
FILA = ["Elaborar el plan", 2, "30/11/2025"]


def test_una_columna_recordada_se_usa_sin_preguntar():
    lectura = importar(excel([TITULOS, FILA]), columnas_recordadas={normalizar("Lo que haremos"): "nombre"})
    assert lectura.columnas[0].origen == "recordada"
    assert "Se recordó de otro archivo que «Lo que haremos» es «Actividad»" in mensajes(lectura.supuestos)


def test_lo_recordado_que_no_vale_en_este_archivo_se_avisa():
    titulos, fila = ["Actividad", "Meta", "Valor", "Presupuesto"], ["Elaborar", 10, 45_000_000, 5_000_000]
    lectura = importar(excel([titulos, fila]), columnas_recordadas={"valor": "meta", "presupuesto": ""})
    assert (lectura.actividades[0].meta, lectura.actividades[0].presupuesto) == (10, 5_000_000)
    assert "En otro archivo «Valor» fue «Meta», pero en este" in mensajes(lectura.avisos)
    assert "En otro archivo «Presupuesto» no se importó, pero en este" in mensajes(lectura.avisos)


def test_lo_recordado_no_cambia_lo_que_exporto_el_sistema():
    titulos = [campo.titulo for campo in EXPORTADOS]
    fila = ["Elaborar" if titulo == "Actividad" else 1 for titulo in titulos]
    lectura = importar(excel([titulos, fila]), columnas_recordadas={"criterio diferenciador": "trimestre"})
    assert {columna.origen for columna in lectura.columnas} == {"reconocida"}


def test_una_columna_elegida_manda_sobre_lo_reconocido():
    lectura = importar(excel([TITULOS, FILA]), elecciones=Elecciones(columnas={"A": "nombre", "C": ""}))
    assert [columna.origen for columna in lectura.columnas] == ["elegida", "reconocida", "elegida"]
    assert "sin fecha fin" in " ".join(nota.mensaje.lower() for nota in lectura.supuestos)


def test_una_columna_desconocida_se_avisa():
    lectura = importar(excel([["Actividad", "Meta", "Fecha fin", "Zona"], [*FILA, "Norte"]]))
    assert any("Zona" in nota.mensaje and nota.columna == "D" for nota in lectura.avisos)


@pytest.mark.parametrize("numeros", [("1.1", "1.2"), (1.1, 1.2)])
@pytest.mark.parametrize("titulo", [Combinada("Actividades", columnas=2), "Actividades"])
def test_un_titulo_sobre_el_numero_y_el_texto_de_la_actividad_nombra_los_dos(titulo, numeros):
    filas = [[numero, nombre, 2] for numero, nombre in zip(numeros, ("Elaborar", "Socializar"), strict=True)]
    lectura = importar(excel([[titulo, None, "Meta"], *filas]))
    assert [(a.numero, a.nombre) for a in lectura.actividades] == [("1.1", "Elaborar"), ("1.2", "Socializar")]
    assert [(columna.letra, columna.campo) for columna in lectura.columnas] == [
        ("A", "numero"),
        ("B", "nombre"),
        ("C", "meta"),
    ]


def test_la_persona_puede_elegir_la_hoja():
    paginas = [Pagina([["Actividad", "Meta"], [nombre, 1]], nombre) for nombre in ("Uno", "Dos")]
    lectura = importar(excel(*paginas), elecciones=Elecciones(hoja="Dos"))
    assert (lectura.hoja, lectura.hojas) == ("Dos", ("Uno", "Dos"))
    assert "Uno" in " ".join(nota.mensaje for nota in lectura.avisos)


@pytest.mark.parametrize(
    ("titulo", "campo"),
    [
        ("Fecha estimada de terminación del compromiso", "fecha_fin"),
        ("Nombre de la actividad a ejecutar", "nombre"),
        ("F. Terminación (dd/mm/aaaa)", "fecha_fin"),
        ("Unidad de medida de la meta programada", "unidad"),
        ("Área o dependencia responsable de la ejecución", "dependencia"),
        ("Fecha de seguimiento", ""),
        ("Fecha real de terminación", ""),
        ("Producto entregado", None),
        ("Número de actividades", None),
        ("Fecha de aprobación del plan", ""),
    ],
)
def test_las_palabras_alrededor_de_un_titulo_conocido_no_lo_cambian(titulo, campo):
    reconocido = VOCABULARIO.reconocer((titulo,))
    assert (reconocido.campo if reconocido else None) == campo


@pytest.mark.parametrize("titulo", ["Productos", "Indicador", "Fórmula", "Unidades", "Responsable", "Compromisos"])
def test_un_titulo_de_texto_sobre_puras_cifras_no_gana_por_su_palabra(titulo):
    lectura = importar(excel([["Actividad", titulo, "Meta", "Fecha fin"], ["Publicar", 31_500, 2, "30/06/2025"]]))
    assert [columna.campo for columna in lectura.columnas] == ["nombre", None, "meta", "fecha_fin"]
    assert any(nota.columna == "B" for nota in lectura.avisos)


def test_lo_que_se_toma_por_un_matiz_se_dice_y_se_puede_cambiar():
    contenido = excel([["Actividad", "Meta", "Recursos asignados"], ["Elaborar", 10, 45_000_000]])
    lectura = importar(contenido)
    assert lectura.actividades[0].presupuesto == 45_000_000
    assert "«Recursos asignados» se tomó como el presupuesto" in mensajes(lectura.supuestos)
    assert "no se reconoció" not in mensajes(lectura.avisos)
    assert importar(contenido, elecciones=Elecciones(columnas={"C": ""})).actividades[0].presupuesto is None


@pytest.mark.parametrize(("columnas", "meta"), [({"C": ""}, 10), ({"B": "", "C": "meta"}, 8), ({"C": "meta"}, 8)])
def test_responder_cual_meta_rige_no_se_pregunta_de_nuevo(columnas, meta):
    contenido = excel([["Actividad", "Meta", "Meta ajustada"], ["Elaborar", 10, 8]])
    assert "puede corregirla" in mensajes(importar(contenido).errores)
    lectura = importar(contenido, elecciones=Elecciones(columnas=columnas))
    assert (lectura.errores, lectura.actividades[0].meta) == ((), meta)


def test_lo_recordado_responde_cual_meta_rige():
    contenido = excel([["Actividad", "Meta", "Meta ajustada"], ["Elaborar", 10, 8]])
    lectura = importar(contenido, columnas_recordadas={"meta ajustada": ""})
    assert (lectura.errores, lectura.actividades[0].meta) == ((), 10)


def test_las_personas_de_otra_columna_no_se_toman_como_dependencias():
    contenido = excel([["Actividad", "Meta", "Líder del proceso"], ["Elaborar", 10, "Ana Peña"]])
    assert importar(contenido).actividades[0].dependencia is None


@pytest.mark.parametrize("campo", SINONIMOS)
def test_ningun_sinonimo_se_compara_igual_que_otro_de_su_campo(campo):
    claves = [VOCABULARIO.clave(sinonimo) for sinonimo in SINONIMOS[campo]]
    assert sorted(claves) == sorted(set(claves))
