"""De los bytes de un archivo a un `Libro`: xlsx con openpyxl, texto separado con `csv`.

El xlsx se aligera antes de abrirlo: sólo quedan las celdas con valor. Así un libro con formato en 2²⁰ filas vacías,
una combinación de toda la hoja o una celda perdida en XFD1048576 no cuestan memoria ni segundos.
"""

import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from mipg.hojas import INICIO_DE_FORMULA

from .formato import BOMBA, DANADO, Formato, decodificar, exigir_palabras, reconocer
from .libro import ArchivoInvalido, Celda, Fila, Hoja, Libro, letra
from .notas import VACIO
from .numeros import decimal_de
from .textos import ValorInvalido, limpiar

FILAS_MAXIMAS = 5_000
COLUMNAS_MAXIMAS = 200
CELDAS_MAXIMAS = 300_000
COMBINACIONES_MAXIMAS = 20_000
# Con más, el relleno es adorno y no se mira.
PINTADAS_MAXIMAS = 20_000

# Lo que un formato de Excel escribe tal cual (entre comillas, escapado) y su idioma («[$-C0A]»).
_TEXTO_DE_FORMATO = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_FORMULA_SIN_VALOR = (
    "La celda tiene una fórmula sin resultado guardado. Abra el archivo en Excel, deje que calcule, guárdelo y "
    "vuelva a subirlo."
)
_ERROR_DE_EXCEL = re.compile(
    r"#(?:N/?[AD]|N/A N/A|¿NOMBRE\?|NAME\?|¡?(?:REF|VALOR|VALUE|DIV/0|NUM|NULO|NULL|DESBORDAMIENTO|SPILL|CALC)!)"
)
_CELDA_CON_ERROR = "La celda muestra el error {valor}. Corrija la fórmula o escriba el valor."

# El apóstrofo con que un CSV exportado impide que Excel ejecute «=…» no es parte del dato.
_ESCAPE_DE_CSV = re.compile(f"^'(?='*[{re.escape(INICIO_DE_FORMULA)}])")
_FIN = "\uf8ff fin"
_COMILLA_ABIERTA = (
    'En la fila {fila} hay una comilla (") que no se cierra y junta varias filas en una celda. Bórrela o ciérrela y '
    "vuelva a subir el archivo."
)
_DELIMITADORES = ";,\t|"
_FILAS_DE_MUESTRA = 60
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
    leer_formato = {Formato.XLSX: _leer_xlsx, Formato.TEXTO: _leer_texto}[reconocer(contenido)]
    hojas = tuple(leer_formato(nombre, contenido))
    if not any(hoja.filas for hoja in hojas):
        raise ArchivoInvalido("El archivo no tiene datos en ninguna hoja. Compruebe que subió el correcto.")
    return Libro(hojas)


# Texto separado


def _leer_texto(nombre: str, contenido: bytes) -> Iterator[Hoja]:
    texto = decodificar(contenido).replace("\x00", "")
    exigir_palabras(texto)
    # «sep=;» es una instrucción para Excel, que la cuenta como fila 1 pero no como dato.
    instruccion = re.match(r"sep=(.)\r?\n", texto, re.IGNORECASE)
    delimitador = instruccion.group(1) if instruccion else _delimitador(texto)
    _, ancho = _regularidad(texto, delimitador)
    filas = []
    try:
        for numero, valores in _registros(texto, delimitador):
            if instruccion and numero == 1:
                continue
            if any(_se_trago_otra_fila(valor, valores, delimitador, ancho) for valor in valores):
                raise ArchivoInvalido(_COMILLA_ABIERTA.format(fila=numero))
            fila = _fila(
                numero,
                ((indice, _celda(_ESCAPE_DE_CSV.sub("", valor))) for indice, valor in enumerate(valores, start=1)),
            )
            if fila:
                filas.append(fila)
                _exigir_topes("El archivo", len(filas), max(fila.celdas))
    except csv.Error as error:
        raise ArchivoInvalido(
            "El archivo de texto tiene comillas sin cerrar o celdas demasiado largas. Ábralo en Excel y guárdelo "
            "como .xlsx."
        ) from error
    yield Hoja(limpiar(PurePath(nombre).stem) or "Hoja 1", tuple(filas))


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
_RAIZ = re.compile(rb"<(" + _NS + rb")worksheet\b")
_ABRE_DATOS = re.compile(rb"<" + _NS + rb"sheetData\b[^<>]*>")
_CELDA_VACIA = re.compile(rb"<" + _NS + rb"c\b[^<>]*/>")
_FILA_VACIA = re.compile(rb"<(" + _NS + rb"row)\b[^<>]*(?:/>|>\s*</\1\s*>)")
_FILA_ABIERTA = re.compile(rb"<" + _NS + rb'row\b(?:[^<>]*?\br="(\d{1,7})")?')
_CELDA_ABIERTA = re.compile(rb"<" + _NS + rb"c\b")
_COMBINACION = re.compile(rb"<" + _NS + rb'mergeCell\b[^<>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA_SOLA = re.compile(
    rb"(<(" + _NS + rb')c\b[^<>]*?)(?:\s+t="\w+")?>\s*'
    rb"<\2f\b(?:[^<>]*/>|[^<>]*>[^<]*</\2f\s*>)\s*(?:<\2v\s*/>\s*)?</\2c\s*>"
)
# `<v></v>` sin tipo: otra manera de no guardar el resultado. Con `t="str"` es el texto vacío que dio la fórmula.
_FORMULA_CON_VALOR_VACIO = re.compile(
    rb"(<(" + _NS + rb")c\b(?![^<>]*\bt=)[^<>]*)>\s*"
    rb"<\2f\b(?:[^<>]*/>|[^<>]*>[^<]*</\2f\s*>)\s*<\2v\s*>\s*</\2v\s*>\s*</\2c\s*>"
)
# Una celda pintada y sin valor se guarda como texto con su color: openpyxl no dice de qué color era lo que se quita.
_MARCA_PINTADA = "\uf8ff pintada "
_SIN_VALOR_CON_ESTILO = re.compile(
    rb"<(" + _NS + rb")c\b(?=[^<>]*\br=\"([A-Z]+\d+)\")(?=[^<>]*\bs=\"(\d+)\")[^<>]*(?:/>|>\s*</\1c\s*>)"
)
_FILA_SOLO_PINTADA = re.compile(
    rb"<("
    + _NS
    + rb")row\b[^<>]*>(?:\s*<\1c [^<>]*><\1v>"
    + _MARCA_PINTADA.encode()
    + rb"\d+</\1v></\1c>)+\s*</\1row\s*>"
)
_RELLENO = re.compile(rb"<" + _NS + rb"fill\b[^<>]*(?:/>|>(.*?)</" + _NS + rb"fill\s*>)", re.DOTALL)
_ESTILOS_DE_CELDA = re.compile(rb"<" + _NS + rb"cellXfs\b(.*?)</" + _NS + rb"cellXfs\s*>", re.DOTALL)
_ESTILO_DE_CELDA = re.compile(rb"<" + _NS + rb"xf\b([^<>]*)")
_RELLENO_DEL_ESTILO = re.compile(rb'\bfillId="(\d{1,5})"')
_RELLENO_SOLIDO = re.compile(rb'patternType="solid"')
_RELLENO_BLANCO = re.compile(rb'fgColor\b[^<>]*(?:rgb="(?:FF|00)FFFFFF"|theme="0"(?![^<>]*tint)|indexed="(?:1|9)")')
_FINALES_DE_VALOR = (b"v>", b"is>", b"f>", b"<f ", b":f ")

# Lo que no hace falta del libro y hace fallar a openpyxl cuando viene mal armado o recortado.
_PARTES_SOBRANTES = re.compile(
    r"worksheets/_rels/|drawings/|charts/|chartsheets/|dialogsheets/|media/|pivot|externalLinks/|printerSettings/"
    r"|docProps/|theme/|comments|tables/|customXml/|activeX/|embeddings/"
)
_MARCA_SIN_VALOR = "\uf8ff sin valor"
_CELDA_SIN_VALOR = rb'\1 t="str"><\2v>' + _MARCA_SIN_VALOR.encode() + rb"</\2v></\2c>"


def _leer_xlsx(_nombre: str, contenido: bytes) -> Iterator[Hoja]:
    try:
        ligero = _aligerar(contenido)
        with warnings.catch_warnings(action="ignore"):
            libro = load_workbook(ligero, data_only=True, keep_links=False)
    except ArchivoInvalido:
        raise
    except Exception as error:  # openpyxl y zipfile lanzan de todo con un libro mal armado
        raise ArchivoInvalido(DANADO) from error
    for hoja in libro.worksheets:
        yield _hoja(hoja)


def _aligerar(contenido: bytes) -> io.BytesIO:
    """Copia del libro sólo con textos, estilos y celdas con valor."""
    ligero = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenido)) as original,
        zipfile.ZipFile(ligero, "w", zipfile.ZIP_STORED) as copia,
    ):
        estilos = "xl/styles.xml"
        colores = _colores(original.read(estilos)) if estilos in original.namelist() else {}
        for miembro in original.infolist():
            if miembro.is_dir() or _PARTES_SOBRANTES.search(miembro.filename):
                continue
            if not miembro.filename.endswith((".xml", ".rels")):
                continue
            parte = original.read(miembro)
            if b"<!DOCTYPE" in parte or b"<!ENTITY" in parte:
                raise ArchivoInvalido(DANADO)
            if "worksheets/" in miembro.filename:
                parte = _aligerar_hoja(parte, colores)
            copia.writestr(miembro.filename, _sin_nombres_definidos(parte))
    ligero.seek(0)
    return ligero


def _colores(estilos: bytes) -> dict[bytes, bytes]:
    """El relleno (su número) de cada estilo de celda que pinta de un color que no es blanco."""
    rellenos = _RELLENO.findall(estilos)
    pintan = {n for n, r in enumerate(rellenos) if _RELLENO_SOLIDO.search(r) and not _RELLENO_BLANCO.search(r)}
    hallados = _ESTILOS_DE_CELDA.search(estilos)
    propios = _ESTILO_DE_CELDA.findall(hallados[1]) if hallados else ()
    usados = {str(n).encode(): r[1] for n, propio in enumerate(propios) if (r := _RELLENO_DEL_ESTILO.search(propio))}
    return {estilo: relleno for estilo, relleno in usados.items() if int(relleno) in pintan}


def _aligerar_hoja(xml: bytes, colores: Mapping[bytes, bytes] = VACIO) -> bytes:
    """Deja la hoja en sus filas con valor y las combinaciones que las tocan."""
    raiz, apertura, cierre = _RAIZ.search(xml), _ABRE_DATOS.search(xml), xml.rfind(b"sheetData>")
    if not raiz or not apertura or cierre < apertura.end():
        return xml
    cierre = xml.rindex(b"<", 0, cierre)
    filas = _filas_con_algo(xml[apertura.end() : cierre], colores)
    numeros = [int(numero or 0) for numero in _FILA_ABIERTA.findall(filas)]
    _exigir_topes("Una hoja", len(numeros))
    if len(_CELDA_ABIERTA.findall(filas)) > CELDAS_MAXIMAS:
        raise ArchivoInvalido(BOMBA)
    prefijo = raiz.group(1)
    combinaciones = _combinaciones(xml[cierre:], max([*numeros, len(numeros)], default=0), prefijo)
    return b"".join(
        (
            xml[: apertura.end()],
            _FORMULA_CON_VALOR_VACIO.sub(_CELDA_SIN_VALOR, _FORMULA_SOLA.sub(_CELDA_SIN_VALOR, filas)),
            b"</" + prefijo + b"sheetData>",
            combinaciones,
            b"</" + prefijo + b"worksheet>",
        )
    )


def _filas_con_algo(xml: bytes, colores: Mapping[bytes, bytes]) -> bytes:
    """Las filas hasta el último valor, sin celdas ni filas que sólo tienen formato; las pintadas, con su marca."""
    ultimo_valor = max(xml.rfind(final) for final in _FINALES_DE_VALOR)
    cierre = xml.find(b"row>", max(ultimo_valor, 0))
    if ultimo_valor < 0 or cierre < 0:
        return b""
    xml = xml[: cierre + len(b"row>")]
    marcado, cuantas = _marcar_pintadas(xml, colores) if colores else (xml, 0)
    return _FILA_VACIA.sub(b"", _CELDA_VACIA.sub(b"", marcado if cuantas <= PINTADAS_MAXIMAS else xml))


def _marcar_pintadas(xml: bytes, colores: Mapping[bytes, bytes]) -> tuple[bytes, int]:
    """El XML con la marca en las celdas pintadas de las filas con valores, y cuántas se vieron."""
    cuantas = 0

    def marcar(celda: re.Match[bytes]) -> bytes:
        nonlocal cuantas
        prefijo, donde, estilo = celda.groups()
        if estilo not in colores or cuantas > PINTADAS_MAXIMAS:
            return celda[0]
        cuantas += 1
        marca = _MARCA_PINTADA.encode() + colores[estilo]
        return b'<%bc r="%b" t="str"><%bv>%b</%bv></%bc>' % (prefijo, donde, prefijo, marca, prefijo, prefijo)

    marcado = _SIN_VALOR_CON_ESTILO.sub(marcar, xml)
    return _FILA_SOLO_PINTADA.sub(b"", marcado), cuantas


def _sin_nombres_definidos(parte: bytes) -> bytes:
    """Los nombres definidos rotos («#¡REF!») son frecuentes y openpyxl no los tolera."""
    abre, cierra = parte.find(b"<definedNames>"), parte.rfind(b"</definedNames>")
    return parte[:abre] + parte[cierra + len(b"</definedNames>") :] if 0 <= abre < cierra else parte


def _combinaciones(xml: bytes, ultima_fila: int, prefijo: bytes) -> bytes:
    """Las combinaciones recortadas a la zona con datos: openpyxl recorre celda a celda cada rango combinado."""
    referencias = _COMBINACION.findall(xml)
    if len(referencias) > COMBINACIONES_MAXIMAS:
        raise ArchivoInvalido(BOMBA)
    recortadas, area = [], 0
    for referencia in referencias:
        rango = Combinacion(*range_boundaries(referencia.decode()))
        columna, fila = min(rango.ultima_columna, COLUMNAS_MAXIMAS), min(rango.ultima_fila, ultima_fila)
        if fila < rango.fila or columna < rango.columna:
            continue
        area += (fila - rango.fila + 1) * (columna - rango.columna + 1)
        if area > CELDAS_MAXIMAS:
            raise ArchivoInvalido(BOMBA)
        recortada = f"{letra(rango.columna)}{rango.fila}:{letra(columna)}{fila}".encode()
        recortadas.append(b"<" + prefijo + b'mergeCell ref="' + recortada + b'"/>')
    if not recortadas:
        return b""
    return b"<" + prefijo + b"mergeCells>" + b"".join(recortadas) + b"</" + prefijo + b"mergeCells>"


def _hoja(hoja: Worksheet) -> Hoja:
    combinaciones = [Combinacion(*rango.bounds) for rango in hoja.merged_cells.ranges]
    anchos = {(r.fila, r.columna): r.ultima_columna - r.columna + 1 for r in combinaciones}
    filas: dict[int, Fila] = {}
    for celdas in _filas_con_valor(hoja):
        numero = celdas[0].row
        pintadas = {celda.column: color for celda in celdas if (color := _color(celda.value)) is not None}
        fila = _fila(
            numero,
            (
                (
                    celda.column,
                    _celda(celda.value, celda.number_format, anchos.get((numero, celda.column), 1)),
                )
                for celda in celdas
                if celda.column not in pintadas
            ),
            oculta=bool(hoja.row_dimensions[numero].hidden),
            pintadas=frozenset(pintadas.items()),
        )
        if fila:
            _exigir_topes(f"La hoja «{hoja.title}»", len(filas) + 1, max(fila.celdas))
            filas[numero] = fila
    _replicar_hacia_abajo(filas, combinaciones)
    ocultas = frozenset(
        indice
        for rango in hoja.column_dimensions.values()
        if rango.hidden and rango.min and rango.max
        for indice in range(rango.min, min(rango.max, COLUMNAS_MAXIMAS) + 1)
    )
    return Hoja(limpiar(hoja.title), tuple(filas.values()), hoja.sheet_state != "visible", ocultas)


def _filas_con_valor(hoja: Worksheet) -> Iterator[list]:
    """Las celdas con valor de cada fila. `iter_rows` recorrería también el vacío entre dos celdas lejanas."""
    por_fila: dict[int, list] = {}
    for (numero, _), celda in sorted(hoja._cells.items()):
        if celda.value is not None:
            por_fila.setdefault(numero, []).append(celda)
    yield from por_fila.values()


def _replicar_hacia_abajo(filas: dict[int, Fila], combinaciones: Iterable[Combinacion]) -> None:
    """Una celda combinada en vertical vale para todas sus filas; en horizontal es un título y no crea datos."""
    for rango in combinaciones:
        origen = filas.get(rango.fila)
        if rango.ultima_fila == rango.fila or not origen or rango.columna not in origen.celdas:
            continue
        celda = origen.celdas[rango.columna]
        replica = replace(celda, combinada_desde=rango.fila)
        for numero in range(rango.fila + 1, rango.ultima_fila + 1):
            if numero in filas:
                fila = filas[numero]
                filas[numero] = replace(fila, celdas={rango.columna: replica, **fila.celdas})


# Celdas


def _fila(
    numero: int,
    celdas: Iterable[tuple[int, Celda | None]],
    oculta: bool = False,
    pintadas: frozenset[tuple[int, int]] = frozenset(),
) -> Fila | None:
    con_valor = {indice: celda for indice, celda in celdas if celda}
    return Fila(numero, con_valor, oculta, pintadas) if con_valor else None


def _color(valor: object) -> int | None:
    """El color de una celda pintada y sin valor; nulo si la celda tiene el suyo."""
    marca = isinstance(valor, str) and valor.startswith(_MARCA_PINTADA) and valor.removeprefix(_MARCA_PINTADA)
    return int(marca) if marca and marca.isdecimal() else None


def _celda(valor: object, formato: str = "General", ancho: int = 1) -> Celda | None:
    """La celda con `valor` en los tipos de `Celda`, o `None` si no dice nada."""
    if isinstance(valor, str):
        if valor == _MARCA_SIN_VALOR:
            return Celda("", error=_FORMULA_SIN_VALOR, ancho=ancho)
        texto = limpiar(valor)
        if _ERROR_DE_EXCEL.fullmatch(texto):
            return Celda(texto, error=_CELDA_CON_ERROR.format(valor=texto), ancho=ancho)
        return Celda(texto, ancho=ancho) if texto else None
    if isinstance(valor, bool):
        return Celda("Sí" if valor else "No", ancho=ancho)
    if isinstance(valor, int | float):
        porcentaje = "%" in formato
        try:
            numero = decimal_de(valor, porcentaje=porcentaje)
            return Celda(numero, porcentaje, ancho=ancho, decimales=_decimales(formato))
        except ValorInvalido as error:
            return Celda(str(valor), error=error.mensaje, ancho=ancho)
    if isinstance(valor, datetime):
        return Celda(valor.date(), ancho=ancho, solo_mes=_es_de_mes(formato))
    if isinstance(valor, date):
        return Celda(valor, ancho=ancho, solo_mes=_es_de_mes(formato))
    if isinstance(valor, time | timedelta):
        return Celda(str(valor), ancho=ancho)
    return None


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


def _exigir_topes(sujeto: str, filas: int, columnas: int = 0) -> None:
    if filas > FILAS_MAXIMAS:
        raise ArchivoInvalido(
            f"{sujeto} tiene más de {FILAS_MAXIMAS} filas con datos. Súbalo por partes, sin hojas de registro."
        )
    if columnas > COLUMNAS_MAXIMAS:
        raise ArchivoInvalido(
            f"{sujeto} tiene datos hasta la columna {letra(columnas)}. Debe caber en {COLUMNAS_MAXIMAS} "
            "columnas: borre lo que haya a la derecha."
        )
