"""Un bloque copiado de Excel (texto con tabuladores) como el archivo que el importador ya sabe leer. Todo puro."""

import csv
import io
from collections import defaultdict
from typing import NamedTuple

from mipg.libros import ArchivoInvalido, Elecciones, leer
from mipg.libros.formato import OTRA_CODIFICACION
from mipg.libros.libro import Libro
from mipg.libros.notas import VACIO
from mipg.texto import normalizar
from planes.campos import CAMPOS, POR_NOMBRE
from planes.celdas import COLUMNAS

from .columnas import buscar_tablas

NOMBRE = "Pegado de Excel"
MINIMO_DE_TITULOS = 2
VACIO_EL_PORTAPAPELES = "No pegó nada: copie las filas en Excel y péguelas aquí."
_SIN_TILDES = (
    "Las tildes y las eñes de lo pegado no se entienden: ya se habían perdido donde lo copió. Corríjalas en Excel y "
    "cópielo de nuevo."
)


def _por_titulo() -> dict[str, set[str]]:
    campos: dict[str, set[str]] = defaultdict(set)
    for campo in CAMPOS:
        for titulo in filter(None, (*campo.sinonimos, campo.titulo, COLUMNAS.get(campo.nombre))):
            campos[normalizar(titulo)].add(campo.nombre)
    # El título de la hoja es de su columna, aunque otros lo llamen igual.
    return campos | {normalizar(titulo): {campo} for campo, titulo in COLUMNAS.items()}


_POR_TITULO = _por_titulo()


class Bloque(NamedTuple):
    """Lo pegado: el archivo que le equivale, cuántas filas y columnas trae, y si su primera fila son los títulos.

    Sin títulos, sus columnas se toman en el orden de la hoja.
    """

    contenido: bytes
    filas: int
    columnas: int
    con_titulos: bool


def en_celdas(texto: str) -> list[list[str]]:
    """Las celdas de un bloque copiado, sin las filas y columnas vacías del final, todas las filas igual de anchas.

    Excel pone entre comillas la celda que lleva un salto de línea. Una comilla suelta es de su celda y no abre otra.
    """
    # El portapapeles termina en un salto que no es una fila.
    texto = texto.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").rstrip("\n")
    filas = _leer(texto, csv.QUOTE_MINIMAL) if _comillas_cuadran(texto) else _leer(texto, csv.QUOTE_NONE)
    ancho = max((i for fila in filas for i, celda in enumerate(fila, start=1) if celda.strip()), default=0)
    parejas = [[*fila, *[""] * ancho][:ancho] for fila in filas]
    while parejas and not any(celda.strip() for celda in parejas[-1]):
        parejas.pop()
    return parejas


def _comillas_cuadran(texto: str) -> bool:
    """Si toda comilla que abre una celda se cierra al final de ella, como las pone Excel."""
    try:
        filas = list(csv.reader(io.StringIO(texto, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        return False
    return not any("\t" in celda for fila in filas for celda in fila)


def _leer(texto: str, comillas: int) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(texto, newline=""), delimiter="\t", quoting=comillas))
    except csv.Error as error:
        raise ArchivoInvalido("Una celda de lo pegado es demasiado larga. Pegue sólo las filas del plan.") from error


def en_archivo(texto: str, vigencia: int) -> Bloque:
    """El archivo que equivale a lo pegado. Lanza `ArchivoInvalido` si no trae nada que leer como tabla."""
    celdas = en_celdas(texto)
    if not celdas:
        raise ArchivoInvalido(VACIO_EL_PORTAPAPELES)
    ancho = len(celdas[0])
    contenido = _escribir(celdas)
    con_titulos = trae_titulos(celdas, vigencia)
    if not con_titulos:
        contenido = _escribir([_titulos(celdas), *celdas])
    return Bloque(contenido, len(celdas) - con_titulos, ancho, con_titulos)


def trae_titulos(celdas: list[list[str]], vigencia: int) -> bool:
    """Si el importador reconoce en el bloque la columna de las actividades, o es una sola titulada así.

    «Actividades deportivas» también es el nombre de una actividad: sola no es un título, ni lo es una fila con
    cantidades, salvo que otra celda lo diga con todas sus letras.
    """
    if len(celdas[0]) == 1:
        return normalizar(celdas[0][0]) in {"actividad", "actividades", "nombre de la actividad"}
    primera = [normalizar(celda) for celda in celdas[0] if celda.strip()]
    seguros = sum(dicho in _POR_TITULO for dicho in primera)
    if seguros < MINIMO_DE_TITULOS and any(not any(map(str.isalpha, dicho)) for dicho in primera):
        return False
    tablas = buscar_tablas(leer_pegado(_escribir(celdas)), vigencia, VACIO, Elecciones())
    dicho = any("nombre" in _POR_TITULO.get(normalizar(celda), ()) for fila in celdas for celda in fila)
    return any("nombre" in una.indices and (dicho or len(una.indices) >= MINIMO_DE_TITULOS) for una in tablas)


def son_titulos(fila: list[str]) -> bool:
    """Si una fila sólo trae títulos de columnas de actividades, de los que se reconocen por su nombre."""
    dichos = [normalizar(celda) for celda in fila if celda.strip()]
    return bool(dichos) and _POR_TITULO.keys() >= set(dichos)


def columnas_por_titulo(fila: list[str]) -> list[str]:
    """El campo de la hoja de cada columna, por su título; vacía si alguno falta, se repite o puede ser de varios."""
    campos = [_POR_TITULO.get(normalizar(celda), set()) & COLUMNAS.keys() for celda in fila]
    seguros = [next(iter(suyos)) for suyos in campos if len(suyos) == 1]
    return seguros if len(set(seguros)) == len(fila) else []


def leer_pegado(contenido: bytes) -> Libro:
    """El libro de lo pegado; de lo que no se lee habla como de algo copiado. Lanza `ArchivoInvalido`."""
    try:
        return leer(NOMBRE, contenido)
    except ArchivoInvalido as error:
        raise ArchivoInvalido(_SIN_TILDES if error.mensaje == OTRA_CODIFICACION else error.mensaje) from error


def _titulos(celdas: list[list[str]]) -> list[str]:
    """Los de la hoja, en su orden; desde la actividad si lo primero que trae el bloque son textos y no números."""
    titulos = [POR_NOMBRE[campo].titulo for campo in COLUMNAS]
    primeras = [fila[0] for fila in celdas if fila[0].strip()]
    numeradas = sum(not any(map(str.isalpha, celda)) or len(celda) < 6 for celda in primeras)
    # Sin nada en la primera columna, es la del número, que no traía.
    titulos = titulos[0 if 2 * numeradas > len(primeras) or not primeras else 1 :]
    return [*titulos, *[""] * len(celdas[0])][: len(celdas[0])]


def _escribir(filas: list[list[str]]) -> bytes:
    """Un CSV en que ni una coma dentro de una celda ni una sola columna confunden al lector."""
    salida = io.StringIO(newline="")
    # Una sola columna con espacios de más parecería un texto de ancho fijo: lleva otra vacía.
    csv.writer(salida, delimiter="\t", quoting=csv.QUOTE_ALL).writerows(
        [*fila, ""] if len(fila) == 1 else fila for fila in filas
    )
    return salida.getvalue().encode("utf-8-sig")
