"""Ningún archivo malo se importa, ninguno rompe nada y todos dicen por qué, por hoja, fila y columna."""

import io
import time
import zipfile
from datetime import date

import pytest

from mipg.libros import lector
from planes.importacion import ArchivoInvalido, Elecciones, leer
from tests.planes.importacion.libros import (
    Combinada,
    Formula,
    Pintada,
    con_hoja_cruda,
    excel,
    hoja_cruda,
    importar,
    mensajes,
    sin_valores_guardados,
    texto,
)

# Segundos de procesador: lo que se corta tarda décimas, y lo que no se corta, minutos.
SIN_COLGARSE = 30
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 600
TITULOS = [
    "No.",
    "Actividad",
    "Meta",
    "Fecha inicio",
    "Fecha fin",
    "Dependencia responsable",
    "T1",
    "T2",
    "T3",
    "T4",
    "Peso",
]


def fila(**cambios) -> list:
    """Una fila buena de `TITULOS`, con cambios por título (en minúsculas y sin espacios)."""
    valores = {
        "no": 1, "actividad": "Elaborar el plan", "meta": 2, "inicio": date(2025, 2, 1), "fin": date(2025, 11, 30),
        "dependencia": "Secretaría General", "t1": None, "t2": 1, "t3": None, "t4": 1, "peso": None,
    }  # fmt: skip
    return list((valores | cambios).values())


def zip_con(*nombres: str) -> bytes:
    destino = io.BytesIO()
    with zipfile.ZipFile(destino, "w") as archivo:
        for nombre in nombres:
            archivo.writestr(nombre, "x")
    return destino.getvalue()


def bomba(tamano: int) -> bytes:
    destino = io.BytesIO()
    with zipfile.ZipFile(destino, "w", zipfile.ZIP_DEFLATED) as archivo:
        archivo.writestr("[Content_Types].xml", "x")
        archivo.writestr("xl/worksheets/sheet1.xml", b"0" * tamano)
    return destino.getvalue()


def cifrado_en_zip() -> bytes:
    contenido = bytearray(zip_con("[Content_Types].xml", "xl/worksheets/sheet1.xml"))
    directorio = contenido.index(b"PK\x01\x02")
    contenido[directorio + 8] |= 1
    return bytes(contenido)


ILEGIBLES = {
    "vacío": (b"", "vacío"),
    "sólo espacios": (b"  \r\n\r\n ", "vacío"),
    "pdf": (b"%PDF-1.7 \n1 0 obj", "PDF"),
    "rtf": (b"{\\rtf1 Actividad", "RTF"),
    "docx": (zip_con("[Content_Types].xml", "word/document.xml"), "Word"),
    "pptx": (zip_con("[Content_Types].xml", "ppt/presentation.xml"), "presentación"),
    "ods": (zip_con("mimetype", "content.xml"), "LibreOffice"),
    "xlsb": (zip_con("[Content_Types].xml", "xl/workbook.bin"), "binario"),
    "zip cualquiera": (zip_con("plan.xlsx"), "comprimido"),
    "macros": (zip_con("[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/vbaProject.bin"), "macros"),
    "cifrado de Excel": (OLE + "EncryptedPackage".encode("utf-16-le"), "contraseña"),
    "zip con clave": (cifrado_en_zip(), "contraseña"),
    "xls antiguo": (OLE + "Workbook".encode("utf-16-le"), "Guardar como"),
    "doc antiguo": (OLE + "WordDocument".encode("utf-16-le"), "Word"),
    "html con nombre de xls": (b"<html><table><tr><td>Actividad</td></tr></table></html>", "página web"),
    "xml": (b"<?xml version='1.0'?><Workbook/>", "XML"),
    "xlsx cortado": (excel([TITULOS, fila()])[:-300], "dañado"),
    "xlsx con la mitad cambiada": (excel([TITULOS, fila()])[:400] + b"\x00" * 3000, "dañado"),
    "hoja que no es xml": (con_hoja_cruda(hoja_cruda(b'<row r="1"><c r="A1"><v>1</c></row>')), "dañado"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "hoja de cálculo"),
    "binario sin ceros": (b"Actividad;Meta\n" + b"\x01\x02Hacer\x03;1\n" * 50, "no es una hoja de cálculo"),
    "binario": (bytes(range(256)) * 20, "hoja de cálculo"),
    "bomba grande": (bomba(90_000_000), "descomprimirlo"),
    "miles de miembros": (
        zip_con("[Content_Types].xml", "xl/worksheets/sheet1.xml", *(f"xl/media/{n}.png" for n in range(1_999))),
        "descomprimirlo"),
    "bomba por su razón": (bomba(20_000_000), "descomprimirlo"),
    "entidades": (con_hoja_cruda(b'<!DOCTYPE x [<!ENTITY a "b">]>' + hoja_cruda(b"")), "dañado"),
    "libro sin datos": (excel([[]]), "no tiene datos"),
    "más de 5.000 filas": (texto([["Actividad", "Meta"], *([["a", 1]] * 5_001)]), "5000 filas"),
    "columna lejana": (con_hoja_cruda(hoja_cruda(b'<row r="1"><c r="XFD1"><v>1</v></c></row>')), "columna XFD"),
    "csv con celda enorme": (b'Actividad;Meta\r\n"' + b"a" * 200_000 + b'";1', "comillas"),
    "csv con una comilla sin cerrar": (
        b'ITEM;ACTIVIDAD;PLAZO\n1;Elaborar;30/06/2025\n2;"Divulgar;30/06/2025\n3;Hacer;30/06/2025\n', "fila 3"),
    "csv con la comilla sin cerrar en la última fila": (b'Actividad,Meta\nElaborar,1\n"Divulgar,2', "fila 3"),
    "csv con una comilla suelta en dos filas": (
        b'No;Actividad;Meta;Plazo\n1;"Divulgar;1;junio\n2;"Hacer;1;julio\n3;Otra;1;julio\n', "fila 2"),
    "csv angosto con una comilla suelta en dos filas": (b'Actividad,Meta\n"Divulgar,1\n"Hacer,2\nOtra,3\n', "fila 2"),
    "csv con comillas sueltas en columnas distintas": (
        b'No;Actividad;Meta;Plazo\n1;Divulgar;"1;junio\n2;"Hacer;1;julio\n3;Otra;1;julio\n', "fila 2"),
    "más de 10 MB": (b"a;b\r\n" * 2_200_000, "10 MB"),
}  # fmt: skip


@pytest.mark.parametrize("caso", ILEGIBLES)
def test_un_archivo_que_no_es_un_plan_se_rechaza_diciendo_que_es(caso):
    contenido, razon = ILEGIBLES[caso]
    comienzo = time.process_time()
    with pytest.raises(ArchivoInvalido) as rechazo:
        leer("plan.xlsx", contenido)
    assert razon in rechazo.value.mensaje
    assert time.process_time() - comienzo < SIN_COLGARSE


def test_las_comillas_y_los_saltos_de_linea_de_una_celda_se_conservan():
    contenido = (
        'No;Actividad;Producto;Meta\n1;"Elaborar; publicar y\ndivulgar; todo";Cartilla de 5" de alto;1\n'
        '2;"Plan" de bienestar;"""Acta""";1\n'
    )
    lectura = importar(contenido.encode(), "plan.csv")
    assert mensajes(lectura.errores) == ""
    assert [(a.nombre, a.producto) for a in lectura.actividades] == [
        ("Elaborar; publicar y divulgar; todo", 'Cartilla de 5" de alto'),
        ("Plan de bienestar", '"Acta"'),
    ]


def test_una_coma_decimal_en_una_celda_de_varias_lineas_no_es_una_comilla_sin_cerrar():
    lectura = importar(b'Actividad,Meta\n"Pavimentar 1,5 km\ny 2,5 km",2\n', "plan.csv")
    assert [actividad.nombre for actividad in lectura.actividades] == ["Pavimentar 1,5 km y 2,5 km"]


def test_un_error_de_todo_el_archivo_no_nombra_una_columna_vacia():
    (error,) = importar(excel([["Radicado", "Valor"], [12, 100]])).errores
    assert error.donde == "Plan, fila 1"


def test_si_falta_la_columna_de_la_actividad_se_dice_cual_puede_ser():
    (error,) = importar(excel([["Meta de producto", "Valor"], ["Realizar talleres", 100]])).errores
    assert error.donde == "Plan, fila 1, columna A"
    assert "«Meta de producto»" in error.mensaje


# Por caso: las filas debajo del encabezado, dónde está el error (fila y columna) y qué dice.
CON_ERRORES = {
    "sin nombre": ([fila(actividad=None)], 2, "B", "nombre"),
    "sin meta": ([fila(meta=None, t2=None, t4=None)], 2, "C", "Falta la meta"),
    "meta en palabras": ([fila(meta="Por definir", t2=None, t4=None)], 2, "C", "Falta la meta"),
    "meta sin cifra": ([fila(meta="mejorar la gestión")], 2, "C", "no trae una cantidad"),
    "meta negativa": ([fila(meta=-2)], 2, "C", "negativa"),
    "meta cero": ([fila(meta=0, t2=None, t4=None)], 2, "C", "cero"),
    "meta ambigua": ([fila(meta="1,234")], 2, "C", "dos maneras"),
    "dos metas": ([fila(meta="1 plan y 2 informes")], 2, "C", "más de una meta"),
    "trimestres que no suman": ([fila(t1=1)], 2, "C", "suman 3 y la meta es 2"),
    "trimestre negativo": ([fila(t1=-1, t2=3, t4=None)], 2, "C", "negativa"),
    "trimestre con letras": ([fila(t1="pronto")], 2, "G", "no es un número"),
    "equis y números": ([fila(t1="X")], 2, "G", "«X»"),
    "permanente con cantidades": ([fila(meta="Permanente")], None, "", ""),
    "fecha que no existe": ([fila(fin="31/02/2025")], 2, "E", "calendario"),
    "fecha mes/día entre otras día/mes": ([fila(inicio="15/02/2025", fin="11/30/2025")], 2, "E", "sólo puede"),
    "fecha dudosa en otra columna que la mezclada": (
        [fila(inicio="3/4/2025", fin="15/11/2025"), fila(no=2, inicio="13/2/2025", fin="11/30/2025")], 2, "D",
        "dos maneras"),
    "fecha que puede ser mes/día": (
        [fila(fin="15/11/2025"), fila(no=2, fin="11/30/2025"), fila(no=3, fin="2/3/2025")], 4, "E", "dos maneras"),
    "fecha en palabras vanas": ([fila(fin="pronto")], 2, "E", "no es una fecha"),
    "termina antes": ([fila(fin=date(2025, 1, 15))], 2, "E", "anterior"),
    "dependencia desconocida": ([fila(dependencia="Secretaría de Turismo")], 2, "F", "Secretaría de Turismo"),
    "dependencia con dos candidatas": ([fila(dependencia="Dirección Administrativa")], 2, "F", "una sola"),
    "número repetido": ([fila(), fila(actividad="Otra")], 2, "A", "repetido"),
    "unos pesos sí y otros no": ([fila(peso=100), fila(no=2)], 3, "K", "Unas actividades"),
    "pesos que suman 90": ([fila(peso=50), fila(no=2, peso=40)], 1, "K", "suman 90"),
    "peso cero": ([fila(peso=100), fila(no=2, peso=0)], 3, "K", "mayor que cero"),
    "peso combinado": ([fila(peso=Combinada(100, filas=2)), fila(no=2)], 3, "K", "combinada"),
    "meta combinada": ([fila(meta=Combinada(2, filas=2)), fila(no=2)], 3, "C", "combinada"),
    "actividad combinada con dos metas": ([fila(actividad=Combinada("A", filas=2)), fila(no=2, actividad=None)], 3, "B",
                                          "combinada"),
    "error de Excel": ([fila(meta=Formula("=NA()", "#N/A"))], 2, "C", "#N/A"),
    "error de Excel en español": ([fila(meta="#¡REF!")], 2, "C", "#¡REF!"),
    "nombre larguísimo": ([fila(actividad="a" * 1_001)], 2, "B", "1001 caracteres"),
    "número larguísimo": ([fila(no="A" * 21)], 2, "A", "caben 20"),
    "cifra inmensa": ([fila(meta=10**13)], 2, "C", "demasiado grande"),
}  # fmt: skip
del CON_ERRORES["permanente con cantidades"]


@pytest.mark.parametrize("caso", CON_ERRORES)
def test_un_error_dice_en_que_fila_y_columna_esta_y_no_se_importa_nada(caso):
    filas, numero, columna, razon = CON_ERRORES[caso]
    lectura = importar(excel([TITULOS, *filas]))
    assert not lectura.aceptable
    assert any((nota.fila, nota.columna) == (numero, columna) and razon in nota.mensaje for nota in lectura.errores), (
        mensajes(lectura.errores)
    )
    assert {nota.hoja for nota in lectura.errores} == {"Plan"}


def test_una_formula_sin_resultado_guardado_es_un_error_en_su_celda():
    contenido = sin_valores_guardados(excel([TITULOS, fila(meta=Formula("=1+1", 2))]))
    lectura = importar(contenido)
    assert next((nota.fila, nota.columna) for nota in lectura.errores) == (2, "C")
    assert "fórmula sin resultado" in mensajes(lectura.errores)


def test_una_formula_sin_resultado_en_una_columna_que_no_se_importa_no_estorba():
    contenido = sin_valores_guardados(excel([[*TITULOS, "% avance"], [*fila(), Formula("=1/2", 0.5)]]))
    assert importar(contenido).aceptable


@pytest.mark.parametrize(
    "contenido",
    [
        excel([["Nombre del contratista", "Valor"], ["Ana", 100]]),
        texto([["hola"], ["mundo"]]),
        excel([TITULOS]),
        excel([["Actividad", "Meta", "Fecha fin"]]),
        excel([TITULOS, ["TOTAL", None, 5]]),
        "Actividad;Meta\n".encode("utf-16"),
    ],
)
def test_un_archivo_sin_actividades_lo_dice(contenido):
    lectura = importar(contenido)
    assert lectura.errores
    assert not lectura.actividades


def test_una_hoja_elegida_que_no_existe_no_rompe():
    lectura = importar(excel([TITULOS, fila()]), elecciones=Elecciones(hoja="Otra"))
    assert lectura.hoja == "Plan"


def test_el_formato_en_un_millon_de_filas_vacias_no_cuesta_segundos():
    filas = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % numero for numero in range(3, 2**20))
    inicio = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Actividad</t></is></c></row>'
    contenido = con_hoja_cruda(hoja_cruda(inicio + filas))
    comienzo = time.process_time()
    libro = leer("plan.xlsx", contenido)
    assert time.process_time() - comienzo < SIN_COLGARSE
    assert len(libro.hojas[0].filas) == 1


def test_una_combinacion_de_toda_la_hoja_no_cuelga():
    celda = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    contenido = con_hoja_cruda(hoja_cruda(celda, b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    comienzo = time.process_time()
    leer("plan.xlsx", contenido)
    assert time.process_time() - comienzo < SIN_COLGARSE


def test_dos_celdas_lejanas_no_ocupan_memoria():
    celdas = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="CV1048576"><v>1</v></c></row>'
    libro = leer("plan.xlsx", con_hoja_cruda(hoja_cruda(celdas)))
    assert [fila.numero for fila in libro.hojas[0].filas] == [1, 1_048_576]


@pytest.mark.parametrize(("maximo", "pintadas"), [(10, [(), ((2, 2),)]), (1, [(), ()])])
def test_las_celdas_pintadas_no_son_filas_y_si_son_muchas_no_se_miran(monkeypatch, maximo, pintadas):
    monkeypatch.setattr(lector, "PINTADAS_MAXIMAS", maximo)
    monkeypatch.setattr(lector, "FILAS_MAXIMAS", 3)
    (hoja,) = leer("plan.xlsx", excel([["Actividad", "T1"], ["Elaborar", Pintada()], [Pintada()], ["Publicar"]])).hojas
    assert [fila.numero for fila in hoja.filas] == [1, 2, 4]
    assert [tuple((columna, 2) for columna, _ in fila.pintadas) for fila in hoja.filas[:2]] == pintadas
