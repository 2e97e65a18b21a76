"""De qué columna puede salir un campo que ninguna lleva, y qué columna corrige a la que lo lleva.

Si el título nombra el campo con un matiz («Recursos asignados»), se toma y se dice; si puede ser otra cosa
(«Presupuesto en miles», dos posibles), se pregunta. Lo ya ejecutado no es de un plan.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from mipg.libros.columnas import SIN_TITULO, Tabla
from mipg.libros.libro import Celda, letra
from mipg.libros.notas import Nota
from mipg.libros.numeros import numero_de
from mipg.libros.textos import si_se_entiende, sin_valor
from mipg.texto import normalizar

from .columnas import VOCABULARIO
from .dependencias import Directorio
from .mensajes import MENSAJES
from .titulos import EJECUCION, EN_OTRA_ESCALA, PREVISTO, conjunto, parece_periodo, trimestre_de
from .valores import leer_pesos

_CANTIDAD = re.compile(r"[≥≤<>=\s]*\d+(?![\d/-]*[/-]\d)")
_FECHA = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_DINERO = 10_000
# Con estas filas se sabe de qué es una columna; ningún plan reparte el peso entre tantas.
_MUESTRA = 500
_ENTEROS, _MARGEN = (1, 100), Decimal("0.01")
# Un resultado puede ser el que se busca; lo demás ya se hizo.
_A_VECES_SE_BUSCA = conjunto("resultado resultados logro logros")
# Al lado del nombre de un campo no dicen otra cosa.
_MATICES = PREVISTO | conjunto(
    """asignado asignada asignados asignadas inicial definitivo definitiva objetivo total anual vigencia actividad
    actividades sobre plan valor principal cop pesos"""
)
_AJUSTES = conjunto(
    """ajustado ajustada modificado modificada reprogramado reprogramada actualizado actualizada replanteado replanteada
    definitivo definitiva nuevo nueva"""
)


@dataclass(frozen=True)
class _Campo:
    """Cómo se halla un campo que falta.

    `palabras`: las que lo nombran; `dudosas`: las que sin otra que diga que se espera sólo dan para preguntar;
    `matices`: los suyos, además de los de todos; `es`: si unas celdas pueden ser de él.
    """

    que: str
    palabras: frozenset[str]
    es: Callable[[Sequence[Celda], Directorio], bool]
    dudosas: frozenset[str] = frozenset()
    matices: frozenset[str] = frozenset()


def _numeros(celdas: Sequence[Celda], leer: Callable[[Celda], Decimal] = numero_de) -> list[Decimal]:
    return [numero for celda in celdas if (numero := si_se_entiende(leer, celda)) is not None]


def _son_mas(hallados: int, celdas: Sequence[Celda]) -> bool:
    return hallados * 2 > len(celdas)


def _son_numeros(celdas: Sequence[Celda]) -> bool:
    return _son_mas(len(_numeros(celdas)), celdas)


def _son_dinero(celdas: Sequence[Celda], _: Directorio | None = None) -> bool:
    numeros = _numeros(celdas, leer_pesos)
    return _son_mas(len(numeros), celdas) and max(numeros) >= _DINERO


def _son_pesos(celdas: Sequence[Celda], _: Directorio) -> bool:
    numeros = _numeros(celdas)
    return _son_mas(len(numeros), celdas) and any(abs(sum(numeros) / entero - 1) <= _MARGEN for entero in _ENTEROS)


def _son_cantidades(celdas: Sequence[Celda], _: Directorio) -> bool:
    return _son_mas(sum(map(_es_cantidad, celdas)), celdas)


def _es_cantidad(celda: Celda) -> bool:
    return isinstance(celda.valor, Decimal | str) and bool(_CANTIDAD.match(celda.texto))


def _son_fechas(celdas: Sequence[Celda], _: Directorio) -> bool:
    fechas = (isinstance(c.valor, date) or _FECHA.fullmatch(c.texto.strip()) for c in celdas)
    return _son_mas(sum(map(bool, fechas)), celdas)


def _son_dependencias(celdas: Sequence[Celda], directorio: Directorio) -> bool:
    return _son_mas(sum(normalizar(celda.texto) in directorio.nombres for celda in celdas), celdas)


_CAMPOS: Mapping[str, _Campo] = {
    "presupuesto": _Campo(
        "el presupuesto",
        conjunto("presupuesto ppto presupuestal presupuestado apropiacion recurso recursos costo costos inversion"),
        _son_dinero,
    ),
    "ponderacion": _Campo(
        "la ponderación",
        conjunto("peso pesos ponderacion participacion importancia incidencia"),
        _son_pesos,
        dudosas=conjunto("porcentual porcentaje"),
        matices=conjunto("porcentual porcentaje"),
    ),
    "fecha_fin": _Campo(
        "la fecha fin",
        conjunto("fin final finalizacion terminacion entrega plazo vencimiento cierre"),
        _son_fechas,
        matices=conjunto("fecha ejecucion"),
    ),
    "dependencia": _Campo(
        "la dependencia responsable",
        conjunto("responsable responsables lider dependencia area oficina encargado encargada"),
        _son_dependencias,
        matices=conjunto("proceso programa ejecucion"),
    ),
    "meta": _Campo(
        "la meta",
        conjunto("meta metas cantidad cantidades cant"),
        _son_cantidades,
        dudosas=_A_VECES_SE_BUSCA,
        matices=_A_VECES_SE_BUSCA,
    ),
}
_SE_AJUSTAN = frozenset({"meta", "fecha_fin", "presupuesto"})
_DICEN_CUANTO = conjunto("meta metas total cantidad cantidades cuanto cuantos")
_DE_DINERO = conjunto("financiera financiero pesos costo inversion presupuestal recursos")
# «Número de contrato» identifica; «Número de actividades» cuenta.
_IDENTIFICAN = conjunto("numero no n nro num codigo cod id identificacion")


def completar(tabla: Tabla, directorio: Directorio, vigencia: int) -> Tabla:
    """La tabla con los campos que faltaban tomados de donde se sabe que están, y una pregunta donde no se sabe."""
    sin_campo = _sin_campo(tabla)
    for campo, como in _CAMPOS.items():
        dichas = {nota.columna for nota in (*tabla.errores, *tabla.supuestos)}
        celdas = {i: suyas for i, suyas in sin_campo.items() if letra(i) not in dichas}
        posibles = [
            i for i in celdas if _lo_nombra(tabla, i, campo) and _puede_ser(tabla, i, campo, celdas[i], directorio)
        ]
        if lleva := tabla.indices.get(campo) or (campo == "fecha_fin" and tabla.indices.get("plazo")):
            if campo in _SE_AJUSTAN and tabla.por_indice[lleva].origen == "reconocida":
                corrigen = [i for i in posibles if _palabras(tabla, i) & _AJUSTES]
                tabla = _preguntar(tabla, "columna_que_corrige", corrigen, como.que)
        elif len(posibles) == 1 and _es_un_matiz(tabla, posibles[0], como, vigencia):
            tabla = _tomar(tabla, campo, posibles[0], como.que)
        else:
            if campo == "meta" and not posibles:
                posibles = [i for i in celdas if _puede_contar(tabla, i, celdas[i])]
            en_otra = [i for i in posibles if campo == "presupuesto" and _esta_en_otra_escala(tabla, i)]
            tabla = _preguntar(tabla, "presupuesto_en_otra_escala", en_otra, como.que)
            tabla = _preguntar(tabla, "columna_posible", [i for i in posibles if i not in en_otra], como.que)
    return tabla


def _sin_campo(tabla: Tabla) -> dict[int, list[Celda]]:
    """Las celdas con algo de cada columna titulada que no lleva nada sin que nadie lo eligiera."""
    celdas = {
        indice: [
            f.propias[indice]
            for f in tabla.filas[:_MUESTRA]
            if indice in f.propias and not sin_valor(f.propias[indice].texto)
        ]
        for indice, columna in tabla.por_indice.items()
        if not columna.campo and columna.origen == "reconocida" and columna.titulo != SIN_TITULO
    }
    return {indice: suyas for indice, suyas in celdas.items() if suyas}


def _palabras(tabla: Tabla, indice: int) -> set[str]:
    return set(VOCABULARIO.clave(" ".join(tabla.encabezado.titulos[indice])).split())


def _lo_nombra(tabla: Tabla, indice: int, campo: str) -> bool:
    """Si el título nombra el campo y no es de un período ni de lo ya hecho; «Meta financiera» no es la meta."""
    como, palabras = _CAMPOS[campo], _palabras(tabla, indice)
    ajenas = EJECUCION - _A_VECES_SE_BUSCA - como.matices | (_DE_DINERO if campo == "meta" else frozenset())
    de_un_periodo = parece_periodo(tabla.encabezado.titulos[indice])
    return bool(palabras & (como.palabras | como.dudosas)) and not palabras & ajenas and not de_un_periodo


def _es_un_matiz(tabla: Tabla, indice: int, como: _Campo, vigencia: int) -> bool:
    """Si lo que el título añade al nombre del campo no lo hace otra cosa, ni de otro año."""
    palabras, titulos = _palabras(tabla, indice), tabla.encabezado.titulos[indice]
    lo_dice = palabras & (como.palabras | PREVISTO) and VOCABULARIO.vigencias_de(titulos) <= {vigencia}
    return bool(lo_dice) and palabras <= como.palabras | como.dudosas | como.matices | _MATICES


def _esta_en_otra_escala(tabla: Tabla, indice: int) -> bool:
    """Si dice que va en miles, en millones o en dólares."""
    titulo = " ".join(tabla.encabezado.titulos[indice])
    return bool(EN_OTRA_ESCALA.search(f"{titulo.casefold()} {normalizar(titulo)}"))


def _puede_ser(tabla: Tabla, indice: int, campo: str, celdas: Sequence[Celda], directorio: Directorio) -> bool:
    """Si las celdas son de las del campo; un presupuesto en millones no trae cifras de pesos."""
    en_otra = campo == "presupuesto" and _esta_en_otra_escala(tabla, indice)
    return _son_numeros(celdas) if en_otra else _CAMPOS[campo].es(celdas, directorio)


def _puede_contar(tabla: Tabla, indice: int, celdas: Sequence[Celda]) -> bool:
    """Si una columna que no se reconoció puede ser la meta: dice cuánto o, sin trimestres, trae números.

    No lo es el dinero, lo que identifica («Número de contrato») ni el total de los trimestres.
    """
    palabras, hay_periodos = _palabras(tabla, indice), any(map(trimestre_de, tabla.indices))
    if tabla.por_indice[indice].campo is not None or palabras & _DE_DINERO or _son_dinero(celdas):
        return False
    if palabras & _DICEN_CUANTO and not ("total" in palabras and hay_periodos):
        return any(map(_es_cantidad, celdas))
    identifica = palabras & _IDENTIFICAN and not tabla.por_indice[indice].titulo.strip(" .*").endswith("s")
    return not hay_periodos and _son_numeros(celdas) and not identifica


def _tomar(tabla: Tabla, campo: str, indice: int, que: str) -> Tabla:
    tomada = tabla.por_indice[indice]
    columnas = tuple(replace(c, campo=campo) if c is tomada else c for c in tabla.columnas)
    nota = tabla.nota("columna_supuesta", tomada, MENSAJES["columna_supuesta"].format(titulo=tomada.titulo, que=que))
    return _con(replace(tabla, columnas=columnas, indices={**tabla.indices, campo: indice}), supuestos=(nota,))


def _preguntar(tabla: Tabla, codigo: str, posibles: Sequence[int], que: str) -> Tabla:
    mensaje = MENSAJES[codigo].format(que=que)
    return _con(tabla, errores=tuple(tabla.nota(codigo, tabla.por_indice[i], mensaje) for i in posibles))


def _con(tabla: Tabla, supuestos: tuple[Nota, ...] = (), errores: tuple[Nota, ...] = ()) -> Tabla:
    """La tabla con unas notas más, que dicen más de su columna que «no se reconoció»."""
    dichas = {nota.columna for nota in (*supuestos, *errores)}
    return replace(
        tabla,
        supuestos=(*tabla.supuestos, *supuestos),
        errores=(*tabla.errores, *errores),
        avisos=tuple(n for n in tabla.avisos if n.codigo != "columna_sin_reconocer" or n.columna not in dichas),
    )
