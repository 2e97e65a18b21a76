"""Pegar e importar el mismo bloque se entienden igual, y lo que Excel deja en el portapapeles se lee bien."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress

import pytest

from mipg.libros import ArchivoInvalido, leer
from planes.importacion import interpretar
from planes.importacion.pegado import NOMBRE, en_archivo, en_celdas
from tests.corpus.casos import casos
from tests.planes.importacion.libros import DEPENDENCIAS, VIGENCIA


def _cuadricula(contenido: bytes) -> list[list[str]]:
    """La hoja como se ve y se copia en Excel: lo combinado sólo está en su primera celda."""
    filas = max(leer("plan", contenido).hojas, key=lambda hoja: len(hoja.filas)).filas
    ancho = max(indice for fila in filas for indice in fila.propias)
    celdas = {(fila.numero, i): celda.texto for fila in filas for i, celda in fila.propias.items()}
    return [[celdas.get((n, i), "") for i in range(1, ancho + 1)] for n in range(1, filas[-1].numero + 1)]


def _escrita(filas: list[list[str]], separador: str) -> str:
    salida = io.StringIO(newline="")
    csv.writer(salida, delimiter=separador).writerows(filas)
    return salida.getvalue()


def _bloques() -> Iterator[tuple[str, list[list[str]]]]:
    """Lo que se copiaría de cada archivo del corpus que se abre."""
    for caso in casos():
        with suppress(ArchivoInvalido):
            yield caso.nombre, _cuadricula(caso.contenido)


def _que_se_entiende(contenido: bytes) -> tuple:
    lectura = interpretar(leer(NOMBRE, contenido), vigencia=VIGENCIA, dependencias=DEPENDENCIAS)
    notas = (*lectura.errores, *lectura.supuestos, *lectura.avisos)
    return lectura.actividades, [(nota.codigo, nota.fila, nota.columna) for nota in notas], lectura.filas_omitidas


# Uno de cada dos: de cada disposición hay varios.
@pytest.mark.parametrize("cuadricula", [pytest.param(bloque, id=nombre) for nombre, bloque in list(_bloques())[::2]])
def test_pegar_e_importar_el_mismo_bloque_dan_lo_mismo(cuadricula):
    importado = _que_se_entiende(_escrita(cuadricula, ";").encode())
    bloque = en_archivo(_escrita(cuadricula, "\t"), VIGENCIA)
    if bloque.con_titulos:
        assert _que_se_entiende(bloque.contenido) == importado
    else:
        # Sin títulos, el archivo se pregunta y lo pegado se toma en el orden de la hoja.
        assert not importado[0]


@pytest.mark.parametrize(
    ("texto", "celdas"),
    [
        ("a\tb\r\n1\t2\r\n", [["a", "b"], ["1", "2"]]),
        ('a\t"dos\nrenglones ""x"""\r\n', [["a", 'dos\nrenglones "x"']]),
        ('Tubo de 5"\t1\n"Abierta\t2\n', [['Tubo de 5"', "1"], ['"Abierta', "2"]]),
        ("a\t\t\n\t\t\n\n", [["a"]]),
        ("\na\n", [[""], ["a"]]),
        ("\t\n", []),
    ],
)
def test_las_celdas_son_las_que_se_copiaron(texto, celdas):
    assert en_celdas(texto) == celdas


def test_una_sola_columna_no_se_parte_por_sus_comas_ni_por_sus_espacios():
    bloque = en_archivo("Publicar,   revisar y  aprobar\nRevisar,    corregir\n", VIGENCIA)
    actividades, _, _ = _que_se_entiende(bloque.contenido)
    assert [una.nombre for una in actividades] == ["Publicar, revisar y aprobar", "Revisar, corregir"]
    assert (bloque.filas, bloque.columnas, bloque.con_titulos) == (2, 1, False)


def test_lo_que_no_cabe_en_las_columnas_se_avisa():
    fila = ["Publicar", "Acta", "actas", "Acumulada", "2", "1", "", "", "1", "", "", "30/06/2025", "", "x", "y"]
    _, notas, _ = _que_se_entiende(en_archivo("\t".join(fila), VIGENCIA).contenido)
    assert [columna for codigo, _, columna in notas if codigo == "columna_sin_titulo"] == ["N", "O"]
