"""Dónde están los títulos de una hoja: en qué filas, en cuántas y qué dice cada columna."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mipg.texto import normalizar

from .libro import Fila, Hoja
from .vocabulario import Vocabulario

FILAS_DE_BUSQUEDA = 40
_MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_INICIALES_DE_MESES = "EFMAMJJASOND"
_FECHA = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)")
_FECHAS_DE_UNA_SERIE = 4
_PROFUNDIDAD_MAXIMA = 3
_CAMPOS_MINIMOS = 2


@dataclass(frozen=True)
class Encabezado:
    """Los títulos de una hoja: primera y última fila que ocupan y, por columna, del grupo a la columna."""

    fila: int
    ultima_fila: int
    titulos: Mapping[int, tuple[str, ...]]


def buscar_encabezado(hoja: Hoja, vocabulario: Vocabulario, recordadas: Mapping[str, str]) -> Encabezado | None:
    """El encabezado que nombra el campo principal y más campos; a igualdad, menos repetidos y más filas."""
    grupos = list(_grupos_de_filas(hoja))
    candidatos = [_encabezado(grupo) for grupo in grupos]
    enteros = [_encabezado(grupo) for grupo in grupos if not _corta_un_titulo(grupo, hoja, vocabulario)]
    for parecidos in (False, True):
        for posibles in (enteros, candidatos):
            puntajes = [_puntaje(candidato, vocabulario, recordadas, parecidos) for candidato in posibles]
            if puntajes and max(puntajes)[0]:
                return posibles[puntajes.index(max(puntajes))]
    # Sin nada reconocible, la fila con más textos deja que la persona diga qué es cada columna.
    sencillos = [candidato for candidato in candidatos if candidato.fila == candidato.ultima_fila]
    return max(sencillos, key=lambda candidato: len(candidato.titulos), default=None)


def _grupos_de_filas(hoja: Hoja) -> Iterator[tuple[Fila, ...]]:
    """Las filas seguidas que pueden ser el encabezado, primero las de una sola."""
    filas = hoja.filas[:FILAS_DE_BUSQUEDA]
    for profundidad in range(1, _PROFUNDIDAD_MAXIMA + 1):
        for desde in range(len(filas) - profundidad + 1):
            grupo = filas[desde : desde + profundidad]
            if grupo[-1].numero - grupo[0].numero == profundidad - 1:
                yield grupo


def _encabezado(filas: tuple[Fila, ...]) -> Encabezado:
    return Encabezado(filas[0].numero, filas[-1].numero, _titulos(filas))


def _corta_un_titulo(grupo: tuple[Fila, ...], hoja: Hoja, vocabulario: Vocabulario) -> bool:
    """Si un título combinado hacia abajo empieza antes de estas filas o sigue después de ellas."""
    primera, ultima = grupo[0].numero, grupo[-1].numero
    debajo = next((fila for fila in hoja.filas if fila.numero == ultima + 1), None)
    arrastradas = [(celda, celda.combinada_desde < primera) for celda in grupo[0].celdas.values()]
    if debajo:
        arrastradas += [(celda, primera <= celda.combinada_desde) for celda in debajo.celdas.values()]
    return any(
        celda.combinada_desde and corta and (titulo := vocabulario.reconocer((celda.texto,), False)) and titulo.campo
        for celda, corta in arrastradas
    )


def _titulos(filas: Iterable[Fila]) -> dict[int, tuple[str, ...]]:
    """Títulos por columna, de arriba abajo y sin repetir los combinados; los grupos cubren las columnas siguientes."""
    filas = list(filas)
    columnas = sorted({indice for fila in filas for indice in fila.celdas})
    titulos: dict[int, list[str]] = {indice: [] for indice in columnas}
    for orden, fila in enumerate(filas):
        ultima = orden == len(filas) - 1
        textos = _textos(fila) if ultima else _extender_grupos(fila, filas[orden + 1 :], columnas)
        for indice, texto in textos.items():
            if not titulos[indice] or titulos[indice][-1] != texto:
                titulos[indice].append(texto)
    return {indice: tuple(partes) for indice, partes in titulos.items() if partes}


def _textos(fila: Fila) -> dict[int, str]:
    textos = {indice: " ".join(celda.texto.split()) for indice, celda in fila.celdas.items()}
    if not any(texto.isdecimal() for texto in textos.values()):
        textos |= _meses_en_serie({indice: dia for indice, texto in textos.items() if (dia := _fecha_de(texto))})
    iniciales = [indice for indice, texto in sorted(textos.items()) if len(texto) == 1]
    if "".join(textos[indice] for indice in iniciales).upper() == _INICIALES_DE_MESES:
        textos |= dict(zip(iniciales, _MESES, strict=True))
    return textos


def _fecha_de(texto: str) -> date | None:
    hallada = _FECHA.fullmatch(texto)
    try:
        return date(int(hallada[3]), int(hallada[2]), int(hallada[1])) if hallada else None
    except ValueError:
        return None


def _meses_en_serie(dias: Mapping[int, date]) -> dict[int, str]:
    """El nombre del mes («enero 2025») de unas fechas que van de mes en mes o de trimestre en trimestre.

    Excel guarda «ene-25» como el 1 de enero; un corte va al fin de mes. Otras fechas son datos de una fila.
    """
    ordenados = sorted(dias.items())
    meses = [dia.year * 12 + dia.month for _, dia in ordenados]
    pasos = {despues - antes for antes, despues in itertools.pairwise(meses)}
    primeros = all(dia.day == 1 for dia in dias.values())
    ultimos = all((dia + timedelta(days=1)).day == 1 for dia in dias.values())
    if len(dias) < _FECHAS_DE_UNA_SERIE or pasos not in ({1}, {3}) or not (primeros or ultimos):
        return {}
    return {indice: f"{_MESES[dia.month - 1]} {dia.year}" for indice, dia in ordenados}


def _extender_grupos(fila: Fila, debajo: list[Fila], columnas: list[int]) -> dict[int, str]:
    """Un título de grupo vale para su ancho combinado o, sin combinación (CSV), hasta el título siguiente."""
    textos = _textos(fila)
    hay_combinadas = any(celda.ancho > 1 for celda in fila.celdas.values())
    extendidos, actual, hasta = {}, "", 0
    for indice in columnas:
        if indice in textos:
            actual = textos[indice]
            hasta = indice + fila.celdas[indice].ancho - 1 if hay_combinadas else columnas[-1]
            extendidos[indice] = actual
        elif actual and indice <= hasta and any(indice in inferior.propias for inferior in debajo):
            extendidos[indice] = actual
    return extendidos


def _puntaje(
    encabezado: Encabezado, vocabulario: Vocabulario, recordadas: Mapping[str, str], parecidos: bool
) -> tuple[bool, bool, int, int, int]:
    """Si sirve, si nombra el campo principal, cuántos campos da y repite (negativo) y qué filas aprovecha.

    «Meta 2024» y «Meta 2025» no se repiten.
    """
    campos = [
        (campo, vocabulario.vigencias_de(titulos))
        for titulos in encabezado.titulos.values()
        if (campo := vocabulario.campo(titulos, parecidos) or recordado(titulos, recordadas))
    ]
    aprovechadas = encabezado.ultima_fila - encabezado.fila if _se_leen_enteros(encabezado, vocabulario) else 0
    distintos = {campo for campo, _ in campos}
    repetidos = len(campos) - len(set(campos))
    return (
        len(distintos) >= _CAMPOS_MINIMOS,
        vocabulario.principal in distintos,
        len(distintos),
        -repetidos,
        aprovechadas,
    )


def _se_leen_enteros(encabezado: Encabezado, vocabulario: Vocabulario) -> bool:
    """Si todo lo escrito bajo la primera fila completa un título: «META» y «ANUAL», «TRIMESTRE 1» y «Ejec.»."""
    partidos = [titulos for indice, titulos in encabezado.titulos.items() if len(titulos) > 1]
    son_ayudas = all(titulos[-1].startswith("(") for titulos in partidos)
    return not son_ayudas and all(map(vocabulario.se_lee_entero, partidos))


def recordado(titulos: tuple[str, ...], recordadas: Mapping[str, str]) -> str | None:
    """El campo que una persona dio a ese título en otro archivo; «» si dijo que no se importa."""
    return recordadas.get(normalizar(" ".join(titulos)))
