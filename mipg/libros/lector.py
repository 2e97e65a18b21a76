"""De los bytes de un archivo a un `Libro`: xlsx con openpyxl, texto separado con `csv`.

Cada hoja de un xlsx se aligera antes de leerla: sólo quedan las celdas con valor. Así un libro con formato en 2²⁰ filas
vacías, una combinación de toda la hoja o una celda perdida en XFD1048576 no cuestan memoria ni segundos.
"""

import csv
import io
import itertools
import re
import warnings
import zipfile
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from pathlib import PurePath
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.functions import fromstring, tostring

from mipg.hojas import texto_original

from .formato import BOMBA, DANADO, Topes, decodificar, es_xlsx, exigir_palabras
from .libro import ArchivoInvalido, Celda, Fila, Hoja, Libro, letra
from .notas import VACIO
from .numeros import decimal_de
from .textos import COLUMNA_ANGOSTA, ValorInvalido, es_error_de_excel, limpiar, no_cabia

FILAS_MAXIMAS = 5_000
COLUMNAS_MAXIMAS = 200
CELDAS_MAXIMAS = 300_000
COMBINACIONES_MAXIMAS = 20_000
# Con más, el relleno es adorno y no se mira.
PINTADAS_MAXIMAS = 20_000

# Lo que un formato de Excel escribe tal cual (entre comillas, escapado) y su idioma («[$-C0A]»).
_TEXTO_DE_FORMATO = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ENTRE_SECCIONES = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDICION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_CUMPLE = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_FORMULA_SIN_VALOR = (
    "La celda tiene una fórmula sin resultado guardado. Abra el archivo en Excel, deje que calcule, guárdelo y "
    "vuelva a subirlo."
)
_FORMULA_DE_HOY = (
    "La celda cambia cada vez que se abre el archivo (=HOY() o parecida). Escriba el valor y vuelva a subirlo."
)
_CELDA_CON_ERROR = "La celda muestra el error {valor}. Corrija la fórmula o escriba el valor."

_FIN = "\uf8ff fin"
_COMILLA_ABIERTA = (
    'En la fila {fila} hay una comilla (") que no se cierra y junta varias filas en una celda. Bórrela o ciérrela y '
    "vuelva a subir el archivo."
)
_HUECO = re.compile(r"(?<=\S) {2,}(?=\S)")
_SIN_SEPARAR = (
    "El archivo es un texto de ancho fijo: sus columnas están separadas con espacios y se leen como una sola. Ábralo "
    "en Excel, use Datos › Texto en columnas, guárdelo como «Libro de Excel (.xlsx)» y suba ese archivo."
)
_DELIMITADORES = ";,\t|"
_FILAS_DE_MUESTRA = 60
_HUECO_DE_UNA_FRASE = 2
_ANCHO_INCONFUNDIBLE = 4


class Combinacion(NamedTuple):
    """Un rango combinado, con filas y columnas desde 1, extremos incluidos."""

    columna: int
    fila: int
    ultima_columna: int
    ultima_fila: int


def leer(nombre: str, contenido: bytes) -> Libro:
    """Lee `contenido` (un xlsx o un texto separado por `;`, `,`, tabulador o `|`) sin mirar su extensión.

    `nombre` sólo da nombre a la hoja de un CSV. Lanza `ArchivoInvalido` si no se puede leer como tabla, si no tiene
    datos o si pasa los topes (`formato` para el archivo; aquí, `FILAS_MAXIMAS` y `COLUMNAS_MAXIMAS` por hoja).
    """
    topes = Topes(FILAS_MAXIMAS, COLUMNAS_MAXIMAS, CELDAS_MAXIMAS)
    hojas = tuple(_leer_xlsx(contenido, topes) if es_xlsx(contenido) else [_leer_texto(nombre, contenido, topes)])
    if not any(hoja.filas for hoja in hojas):
        raise ArchivoInvalido("El archivo no tiene datos en ninguna hoja. Compruebe que subió el correcto.")
    return Libro(hojas)


# Texto separado


def _leer_texto(nombre: str, contenido: bytes, topes: Topes) -> Hoja:
    return Hoja(nombre_de_hoja(nombre), tuple(filas_de_texto(contenido, topes)))


def nombre_de_hoja(nombre: str) -> str:
    """Cómo se llama la única hoja de un texto separado: como su archivo."""
    return limpiar(PurePath(nombre).stem) or "Hoja 1"


def filas_de_texto(contenido: bytes, topes: Topes) -> Iterator[Fila]:
    """Las filas con datos de un texto separado, a medida que se leen. Lanza `ArchivoInvalido` como `leer`."""
    texto = decodificar(contenido).replace("\x00", "")
    exigir_palabras(texto)
    # «sep=;» es una instrucción para Excel, que la cuenta como fila 1 pero no como dato.
    instruccion = re.match(r"sep=(.)\r?\n", texto, re.IGNORECASE)
    delimitador = instruccion.group(1) if instruccion else _delimitador(texto)
    _, ancho = _regularidad(texto, delimitador)
    van = sin_separar = 0
    try:
        for numero, valores in _registros(texto, delimitador):
            if instruccion and numero == 1:
                continue
            if any(_se_trago_otra_fila(valor, valores, delimitador, ancho) for valor in valores):
                raise ArchivoInvalido(_COMILLA_ABIERTA.format(fila=numero))
            sin_separar += len(valores) == 1 and sum(map(len, _HUECO.findall(valores[0]))) > _HUECO_DE_UNA_FRASE
            escritas = ((i, _celda(texto_original(valor))) for i, valor in enumerate(valores, start=1))
            if celdas := {i: celda for i, celda in escritas if celda}:
                van += 1
                _exigir_topes("El archivo", topes, van, max(celdas))
                yield Fila(numero, celdas)
        if sin_separar > van / 2:
            raise ArchivoInvalido(_SIN_SEPARAR)
    except csv.Error as error:
        raise ArchivoInvalido(
            "El archivo de texto tiene comillas sin cerrar o celdas demasiado largas. Ábralo en Excel y guárdelo "
            "como .xlsx."
        ) from error


def _registros(texto: str, delimitador: str) -> Iterator[tuple[int, list[str]]]:
    """Cada fila con su número. Lleva una de más al final: si no vuelve sola, se la tragó una comilla que no cierra."""
    numero, valores = 0, []
    for numero, siguientes in enumerate(csv.reader(io.StringIO(f"{texto}\n{_FIN}", newline=""), delimiter=delimitador)):
        if numero:
            yield numero, valores
        valores = siguientes
    if valores != [_FIN]:
        raise ArchivoInvalido(_COMILLA_ABIERTA.format(fila=numero + 1))


def _se_trago_otra_fila(valor: str, valores: list[str], delimitador: str, ancho: int) -> bool:
    """Si la celda tiene una fila entera dentro: dos comillas sueltas encierran todo lo que hay entre ellas."""
    if "\n" not in valor or ancho < 2:
        return False
    # En tablas angostas, la coma de «1,5» no puede contar como separador.
    sin_decimales = r"(?<!\d)" if ancho < _ANCHO_INCONFUNDIBLE else ""
    signo = re.escape(delimitador)
    separadores = len(re.findall(rf"{sin_decimales}{signo}(?! )|{signo}(?![ \d])", valor))
    return separadores >= ancho - 1 or (separadores > 0 and len(valores) > ancho)


def _delimitador(texto: str) -> str:
    """El separador con el que más filas de la muestra tienen el mismo ancho; a igualdad, el de filas más anchas."""
    return max(_DELIMITADORES, key=lambda delimitador: _regularidad(texto, delimitador))


def _regularidad(texto: str, delimitador: str) -> tuple[int, int]:
    """Cuántas filas de la muestra tienen el ancho más repetido, y cuál es; (0, 0) si no separa nada."""
    lector = csv.reader(io.StringIO(texto, newline=""), delimiter=delimitador)
    try:
        anchos = Counter(len(fila) for _, fila in zip(range(_FILAS_DE_MUESTRA), lector, strict=False))
    except csv.Error:
        return (0, 0)
    return max(((veces, ancho) for ancho, veces in anchos.items() if ancho > 1), default=(0, 0))


# Libros de Excel

# `[^<>]` y no `[^>]`: sobre un XML mal hecho a propósito, lo segundo es cuadrático.
_NS = rb"(?:[A-Za-z_][\w.-]*:)?"
_ABRE_DATOS = re.compile(rb"<(" + _NS + rb")sheetData\b[^<>]*>")
_ABIERTA = re.compile(rb"<" + _NS + rb"(?:c|row)\b")
# La que no dice dónde está (`r`) ocupa el lugar siguiente: aunque esté vacía, quitarla correría las demás.
_CELDA_VACIA = rb"<(" + _NS + rb")c\b(?=[^<>]*\br=)%b[^<>]*(?:/>|>\s*</\1c\s*>)"
_FILA_VACIA = re.compile(rb"<(" + _NS + rb"row)\b(?=[^<>]*\br=)[^<>]*(?:/>|>\s*</\1\s*>)")
_COMBINACION = re.compile(rb"<" + _NS + rb"""mergeCell\b[^<>]*\bref=["']([A-Z]+\d+:[A-Z]+\d+)["']""")
_FINALES_DE_VALOR = (b"v>", b"is>", b"f>", b"<f ", b":f ")
_SI = ("1", "true")
_BLANCOS = (("rgb", "FFFFFFFF"), ("rgb", "00FFFFFF"), ("theme", 0), ("indexed", 1), ("indexed", 9))

# Lo que no hace falta del libro y hace fallar a openpyxl cuando viene mal armado o recortado.
_PARTES_SOBRANTES = re.compile(
    r"worksheets/_rels/|drawings/|charts/|chartsheets/|dialogsheets/|media/|pivot|externalLinks/|printerSettings/"
    r"|docProps/|theme/|comments|tables/|customXml/|activeX/|embeddings/"
)
_MARCA_SIN_VALOR = "\uf8ff sin valor"
_MARCA_DE_HOY = "\uf8ff de hoy"
_DE_HOY = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN)\(")
# «Libro estricto de Open XML»: lo mismo con otros nombres, que openpyxl no conoce.
_ESPACIOS = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_HOJA = re.compile(rb"[^<]*(?:<[?!][^<>]*>[^<]*)*<" + _NS + rb"worksheet\b")


class _Lector(WorkSheetParser):
    """Lee una hoja como openpyxl, y además marca las fórmulas que se guardaron sin su resultado."""

    def parse_cell(self, element) -> dict:
        celda = super().parse_cell(element)
        # Con `t="str"`, un valor vacío es el texto vacío que dio la fórmula.
        es_texto = element.get("t") == "str" and element.find(VALUE_TAG) is not None
        if celda["value"] is None and not es_texto and element.find(FORMULA_TAG) is not None:
            celda["value"] = _MARCA_SIN_VALOR
        elif len(element) > 1 and _DE_HOY.search(element.findtext(FORMULA_TAG) or ""):
            celda["value"] = _MARCA_DE_HOY
        return celda


def _leer_xlsx(contenido: bytes, topes: Topes) -> list[Hoja]:
    with si_falla_esta_danado(), warnings.catch_warnings(action="ignore"):
        libro, xml = abrir_xlsx(contenido)
        pintan = _los_que_pintan(libro)
        hojas, celdas = [], 0
        for hoja in libro.worksheets:
            hojas.append(_hoja(hoja, xml[hoja._worksheet_path], pintan, topes))
            celdas += sum(len(fila.celdas) for fila in hojas[-1].filas)
            if celdas > topes.celdas:
                raise ArchivoInvalido(BOMBA)
        return hojas


@contextmanager
def si_falla_esta_danado() -> Iterator[None]:
    """Lo que se lea adentro lanza, si algo falla, `ArchivoInvalido`."""
    try:
        yield
    except ArchivoInvalido:
        raise
    except Exception as error:  # openpyxl y zipfile lanzan de todo con un libro mal armado
        raise ArchivoInvalido(DANADO) from error


def abrir_xlsx(contenido: bytes) -> tuple[Workbook, dict[str, bytes]]:
    """El libro sólo con sus textos y estilos, y el XML de cada hoja por su ruta."""
    ligero, xml = _sin_hojas(contenido)
    with warnings.catch_warnings(action="ignore"):
        return load_workbook(ligero, read_only=True, data_only=True, keep_links=False), xml


def _sin_hojas(contenido: bytes) -> tuple[io.BytesIO, dict[str, bytes]]:
    """Copia del libro sólo con sus textos y estilos, y el XML de cada hoja."""
    ligero, hojas = io.BytesIO(), {}
    with (
        zipfile.ZipFile(io.BytesIO(contenido)) as original,
        zipfile.ZipFile(ligero, "w", zipfile.ZIP_STORED) as copia,
    ):
        for miembro in original.infolist():
            if not miembro.filename.endswith((".xml", ".rels")) or _PARTES_SOBRANTES.search(miembro.filename):
                continue
            parte = original.read(miembro)
            # En UTF-16 lo prohibido, y lo que se cuenta, no se vería.
            if b"<!DOCTYPE" in parte or b"<!ENTITY" in parte or b"\x00" in parte:
                raise ArchivoInvalido(DANADO)
            for estricto, corriente in _ESPACIOS:
                parte = parte.replace(estricto, corriente)
            if miembro.filename.endswith("sharedStrings.xml"):
                parte = _como_se_leen(parte)
            if _HOJA.match(parte):
                hojas[miembro.filename], parte = parte, b"<worksheet/>"
            copia.writestr(miembro.filename, _sin_nombres_definidos(parte))
    ligero.seek(0)
    return ligero, hojas


def _como_se_leen(textos: bytes) -> bytes:
    """Los textos sin lo tachado dentro de una celda ni sus llamadas de nota: «10» con un 1 volado no es 101."""
    if b"strike" not in textos and b"superscript" not in textos:
        return textos
    raiz = fromstring(textos)
    for texto in raiz:
        tramos = [tramo for tramo in texto if tramo.tag.endswith("}r")]
        sobran = [tramo for antes, tramo in itertools.pairwise((None, *tramos)) if _no_se_lee(tramo, antes)]
        for tramo in sobran if len(sobran) < len(tramos) else ():
            texto.remove(tramo)
    return tostring(raiz)


def _no_se_lee(tramo, antes) -> bool:
    tachado, alto = tramo.find("{*}rPr/{*}strike"), tramo.find("{*}rPr/{*}vertAlign[@val='superscript']")
    if tachado is not None and tachado.get("val", "1") in _SI:
        return True
    return alto is not None and antes is not None and "".join(antes.itertext()).rstrip()[-1:].isdecimal()


def _sin_nombres_definidos(parte: bytes) -> bytes:
    """Los nombres definidos rotos («#¡REF!») son frecuentes y openpyxl no los tolera."""
    abre, cierra = parte.find(b"<definedNames>"), parte.rfind(b"</definedNames>")
    return parte[:abre] + parte[cierra + len(b"</definedNames>") :] if 0 <= abre < cierra else parte


def _los_que_pintan(libro: Workbook) -> dict[int, int]:
    """El relleno (su número) de cada estilo de celda que pinta de un color que no es blanco."""
    rellenos = {n: relleno.fgColor for n, relleno in enumerate(libro._fills) if relleno.fill_type == "solid"}
    colores = {n for n, color in rellenos.items() if color.tint or (color.type, color.value) not in _BLANCOS}
    return {n: estilo.fillId for n, estilo in enumerate(libro._cell_styles) if estilo.fillId in colores}


def celdas_de(
    hoja: ReadOnlyWorksheet, xml: bytes, pintan: Mapping[int, int], topes: Topes
) -> tuple[WorkSheetParser, list[Combinacion], Iterator[tuple[int, dict[int, Celda | int]]]]:
    """Quien lee la hoja, sus rangos combinados y, a medida que se leen, sus filas con algún valor.

    De cada fila, su número y por columna la celda o, si sólo está pintada, su color.
    """
    libro, abre, cierra = hoja.parent, _ABRE_DATOS.search(xml), xml.rfind(b"sheetData>")
    combinaciones = []
    if abre and abre.end() < cierra:
        combinaciones = _combinaciones(xml[cierra:])
        con_algo = _sin_vacias(xml[abre.end() : xml.rindex(b"<", 0, cierra)], pintan)
        if sum(1 for _ in _ABIERTA.finditer(con_algo)) > topes.celdas:
            raise ArchivoInvalido(BOMBA)
        xml = xml[: abre.end()] + con_algo + b"</%bsheetData></%bworksheet>" % (abre[1], abre[1])
    lector = _Lector(
        io.BytesIO(xml),
        hoja._shared_strings,
        data_only=True,
        epoch=libro.epoch,
        date_formats=libro._date_formats,
        timedelta_formats=libro._timedelta_formats,
    )
    anchos = {(r.fila, r.columna): r.ultima_columna - r.columna + 1 for r in combinaciones}
    return lector, combinaciones, _por_fila(lector, hoja, anchos, pintan)


def _por_fila(
    lector: WorkSheetParser, hoja: ReadOnlyWorksheet, anchos: Mapping[tuple[int, int], int], pintan: Mapping[int, int]
) -> Iterator[tuple[int, dict[int, Celda | int]]]:
    estilos = range(len(hoja.parent._cell_styles))
    formatos = [ReadOnlyCell(hoja, 1, 1, None, style_id=n).number_format for n in estilos]
    for numero, dichas in lector.parse():
        if all(dicha["value"] is None for dicha in dichas):
            continue
        celdas = {}
        for dicha in dichas:
            columna, valor, estilo = dicha["column"], dicha["value"], dicha["style_id"]
            celda = _celda(valor, formatos[estilo], anchos.get((numero, columna), 1))
            if celda := celda or (valor is None and pintan.get(estilo)):
                celdas[columna] = celda
        yield numero, celdas


def _hoja(hoja: ReadOnlyWorksheet, xml: bytes, pintan: Mapping[int, int], topes: Topes) -> Hoja:
    lector, combinaciones, por_fila = celdas_de(hoja, xml, pintan, topes)
    filas = defaultdict(dict)
    for numero, celdas in por_fila:
        if celdas:
            filas[numero] |= celdas
        _exigir_topes(f"La hoja «{hoja.title}»", topes, len(filas))
    filas = _combinar(filas, combinaciones)
    _exigir_topes(f"La hoja «{hoja.title}»", topes, 0, max((max(celdas) for celdas in filas.values()), default=0))
    ocultas = frozenset(
        indice
        for rango in lector.column_dimensions.values()
        if rango.get("hidden") in _SI
        for indice in range(int(rango["min"]), min(int(rango["max"]), COLUMNAS_MAXIMAS) + 1)
    )
    return Hoja(
        limpiar(hoja.title),
        tuple(
            Fila(
                numero,
                {i: celda for i, celda in celdas.items() if isinstance(celda, Celda)},
                lector.row_dimensions.get(str(numero), VACIO).get("hidden") in _SI,
                frozenset((i, color) for i, color in celdas.items() if isinstance(color, int)),
            )
            for numero, celdas in filas.items()
        ),
        hoja.sheet_state != "visible",
        ocultas,
    )


def _sin_vacias(filas: bytes, pintan: Mapping[int, int]) -> bytes:
    """Las filas hasta el último valor, sin las celdas y filas vacías; las pintadas quedan, si son pocas."""
    ultimo_valor = max(filas.rfind(final) for final in _FINALES_DE_VALOR)
    cierre = filas.find(b"row>", max(ultimo_valor, 0))
    if ultimo_valor < 0 or cierre < 0:
        return b""
    filas = filas[: cierre + len(b"row>")]
    pintada = rb'[^<>]*\bs="(?:' + b"|".join(b"%d" % estilo for estilo in pintan) + rb')")'
    pocas = len(re.findall(_CELDA_VACIA % (b"(?=" + pintada), filas)) <= PINTADAS_MAXIMAS
    sobra = b"(?!" + pintada if pintan and pocas else b""
    return _FILA_VACIA.sub(b"", re.sub(_CELDA_VACIA % sobra, b"", filas))


def _combinaciones(xml: bytes) -> list[Combinacion]:
    referencias = _COMBINACION.findall(xml)
    if len(referencias) > COMBINACIONES_MAXIMAS:
        raise ArchivoInvalido(BOMBA)
    return [Combinacion(*range_boundaries(referencia.decode())) for referencia in referencias]


def _combinar(
    filas: Mapping[int, dict[int, Celda | int]], combinaciones: Iterable[Combinacion]
) -> dict[int, dict[int, Celda | int]]:
    """Las filas con valor, en orden, con lo combinado.

    De las celdas combinadas sólo vale la primera: en vertical, para todas sus filas; en horizontal es un título y no
    crea datos.
    """
    numeros, area, primeras = sorted(filas), 0, []
    for rango in combinaciones:
        suyas = numeros[bisect_left(numeros, rango.fila) : bisect_right(numeros, rango.ultima_fila)]
        columnas = range(rango.columna, min(rango.ultima_columna, COLUMNAS_MAXIMAS) + 1)
        area += len(suyas) * len(columnas)
        if area > CELDAS_MAXIMAS:
            raise ArchivoInvalido(BOMBA)
        primera = filas.get(rango.fila, VACIO).get(rango.columna)
        for numero, columna in itertools.product(suyas, columnas):
            if (numero, columna) != (rango.fila, rango.columna):
                filas[numero].pop(columna, None)
        if isinstance(primera, Celda):
            primeras.append((rango, replace(primera, combinada_desde=rango.fila), suyas[1:]))
    vivas = {n: dict(sorted(filas[n].items())) for n in numeros if any(isinstance(c, Celda) for c in filas[n].values())}
    for rango, replica, demas in primeras:
        for numero in demas:
            if numero in vivas:
                vivas[numero] = {rango.columna: replica, **vivas[numero]}
    return vivas


# Celdas


_ENTERO_MAXIMO = 10**18


def _celda(valor: object, formato: str = "General", ancho: int = 1) -> Celda | None:
    """La celda con `valor` en los tipos de `Celda`, o `None` si no dice nada."""
    if isinstance(valor, str):
        if valor == _MARCA_SIN_VALOR:
            return Celda("", error=_FORMULA_SIN_VALOR, ancho=ancho)
        if valor == _MARCA_DE_HOY:
            return Celda("", error=_FORMULA_DE_HOY, ancho=ancho)
        texto = limpiar(valor)
        if no_cabia(texto):
            return Celda(texto, error=COLUMNA_ANGOSTA.format(texto[:20]), ancho=ancho)
        if es_error_de_excel(texto):
            return Celda(texto, error=_CELDA_CON_ERROR.format(valor=texto), ancho=ancho)
        return Celda(texto, ancho=ancho) if texto else None
    if isinstance(valor, bool):
        return Celda("Sí" if valor else "No", ancho=ancho)
    if isinstance(valor, int | float):
        return _celda_de_numero(valor, formato, ancho)
    if isinstance(valor, datetime):
        return Celda(valor.date(), ancho=ancho, solo_mes=_es_de_mes(formato))
    if isinstance(valor, date):
        return Celda(valor, ancho=ancho, solo_mes=_es_de_mes(formato))
    if isinstance(valor, time | timedelta):
        return Celda(str(valor), ancho=ancho)
    return None


# Una tabla repite sus números: en la de resultados, cien por cada distinto. `typed`, porque 1 y 1,0 no se ven igual.
@lru_cache(maxsize=16_384, typed=True)
def _celda_de_numero(valor: float, formato: str, ancho: int) -> Celda:
    seccion = _seccion(formato, valor)
    try:
        # Con «"%"» entre comillas Excel escribe el signo y no multiplica: 80 se ve «80%».
        numero = decimal_de(valor, porcentaje="%" in _TEXTO_DE_FORMATO.sub("", seccion))
        return Celda(numero, "%" in seccion, ancho=ancho, decimales=_decimales(formato))
    except ValorInvalido as error:
        # Un código no es una cantidad: de un entero quedan sus dígitos.
        entero = float(valor).is_integer() and 0 < valor < _ENTERO_MAXIMO
        return Celda(str(int(valor)) if entero else str(valor), error=error.mensaje, ancho=ancho)


def _seccion(formato: str, valor: float) -> str:
    """La parte de un formato con que Excel escribe ese número: la de su condición («[<=1]0%;0») o la de su signo."""
    secciones = [formato] if ";" not in formato else _ENTRE_SECCIONES.split(formato)
    for seccion in secciones:
        if condicion := _CONDICION.search(seccion):
            signo, tope = condicion[1], float(condicion[2])
            if _CUMPLE[signo](valor, tope):
                return seccion
    if any(map(_CONDICION.search, secciones)):
        return next((seccion for seccion in secciones if not _CONDICION.search(seccion)), secciones[-1])
    cual = 1 if valor < 0 else 2 if valor == 0 else 0
    return secciones[cual] if cual < len(secciones) else secciones[0]


@lru_cache(maxsize=256)
def _es_de_mes(formato: str) -> bool:
    """Si un formato de fecha muestra el mes y no el día: «mmm-yy», «mmmm "de" yyyy»."""
    signos = _TEXTO_DE_FORMATO.sub("", formato.partition(";")[0]).casefold()
    return "m" in signos and not set("dhs") & set(signos)


@lru_cache(maxsize=256)
def _decimales(formato: str) -> int:
    """Cuántos decimales muestra siempre un formato de número: dos en «0.00»."""
    fijos = re.search(r"0\.(0+)", _TEXTO_DE_FORMATO.sub("", formato.partition(";")[0]))
    return len(fijos[1]) if fijos else 0


def _exigir_topes(sujeto: str, topes: Topes, filas: int, columnas: int = 0) -> None:
    if filas > topes.filas:
        raise ArchivoInvalido(
            f"{sujeto} tiene más de {topes.filas} filas con datos. Súbalo por partes, sin hojas de registro."
        )
    if columnas > topes.columnas:
        raise ArchivoInvalido(
            f"{sujeto} tiene datos hasta la columna {letra(columnas)}. Debe caber en {topes.columnas} "
            "columnas: borre lo que haya a la derecha."
        )
