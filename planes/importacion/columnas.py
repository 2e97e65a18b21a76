"""Qué hoja trae el plan, dónde están sus encabezados y a qué campo va cada columna."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from mipg.texto import normalizar

from .lectura import ColumnaLeida, Elecciones, Nota
from .libro import Fila, Hoja, Libro, letra
from .titulos import TRIMESTRES, Reconocido, parece_periodo, reconocer, se_lee_entero, trimestre_de, vigencias_de

# Si dos columnas aspiran a un campo, la menos específica pasa al segundo.
ALTERNATIVAS: Mapping[str, str] = {"dependencia": "enlace"}

FILAS_DE_BUSQUEDA = 40
_MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_INICIALES_DE_MESES = "EFMAMJJASOND"
_FECHA = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)")
_FECHAS_DE_UNA_SERIE = 4
_DE_VARIAS, _DE_OTRA = 1, 2
_DE_UN_PLAN = frozenset({"meta", "plazo", "fecha_fin", "dependencia"})
_ANO_DEL_TITULO = re.compile(r"(?:vigencia|a[ñn]o|\bplan\b)\D{0,60}?(20\d\d)(?!\s*[-–—/])", re.IGNORECASE)
_CANTIDAD_O_MARCA = re.compile(r"\d|[xX✓✔•●■√]+$")
_PROFUNDIDAD_MAXIMA = 3
_CAMPOS_MINIMOS = 2


@dataclass(frozen=True)
class Encabezado:
    """Los títulos de una hoja: primera y última fila que ocupan y, por columna, del grupo a la columna."""

    fila: int
    ultima_fila: int
    titulos: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class Tabla:
    """La parte de una hoja que es un plan.

    `indices` va de campo a columna; los campos de período (`programado_t1`, `periodo_1_mes2`…) también están ahí.
    `avisos` y `errores` son de las columnas que no se entendieron o que pueden no ser las que se quieren.
    """

    hoja: Hoja
    encabezado: Encabezado | None
    columnas: tuple[ColumnaLeida, ...]
    indices: Mapping[str, int]
    avisos: tuple[Nota, ...] = ()
    errores: tuple[Nota, ...] = ()

    @cached_property
    def titulos(self) -> dict[int, set[str]]:
        """Los títulos normalizados de cada columna."""
        titulos = self.encabezado.titulos if self.encabezado else {}
        return {indice: {normalizar(parte) for parte in partes} - {""} for indice, partes in titulos.items()}

    @cached_property
    def por_indice(self) -> dict[int, ColumnaLeida]:
        """Cada columna con título, por su índice."""
        indices = sorted(self.encabezado.titulos) if self.encabezado else ()
        return dict(zip(indices, self.columnas, strict=True))

    @cached_property
    def vigencias(self) -> frozenset[int]:
        """Los años que dice el nombre de la hoja o, si no dice ninguno, su título («PLAN DE ACCIÓN 2025»)."""
        encabezado = self.encabezado.fila if self.encabezado else 0
        encima = [
            celda.texto for fila in self.hoja.filas if fila.numero < encabezado for celda in fila.propias.values()
        ]
        return vigencias_de([self.hoja.nombre]) or frozenset(
            int(escrito) for texto in encima for escrito in _ANO_DEL_TITULO.findall(texto)
        )

    @property
    def es_un_plan(self) -> bool:
        """Si tiene actividades con meta, plazo o responsable."""
        return "nombre" in self.indices and bool(_DE_UN_PLAN & set(self.indices)) and bool(self.filas)

    @property
    def filas(self) -> tuple[Fila, ...]:
        """Las filas debajo del encabezado."""
        if not self.encabezado:
            return ()
        return tuple(fila for fila in self.hoja.filas if fila.numero > self.encabezado.ultima_fila)

    @property
    def peso(self) -> tuple[bool, bool, int, bool, int]:
        """Con qué se compara con otras hojas: que tenga actividades, columnas, que esté a la vista y filas."""
        return (
            "nombre" in self.indices,
            bool(self.filas),
            len(self.indices),
            not self.hoja.oculta,
            len(self.filas),
        )


def buscar_tablas(libro: Libro, vigencia: int, recordadas: Mapping[str, str], elecciones: Elecciones) -> list[Tabla]:
    """Una tabla por hoja con datos, de la más a la menos parecida a un plan; la hoja elegida va primero.

    Si un plan dice ser de la vigencia, las hojas que dicen ser de otro año van después.
    """
    tablas = [_tabla(hoja, vigencia, recordadas, elecciones) for hoja in libro.hojas if hoja.filas]
    tablas.sort(key=lambda tabla: tabla.peso, reverse=True)
    if any(tabla.es_un_plan and vigencia in tabla.vigencias for tabla in tablas):
        tablas.sort(key=lambda tabla: bool(tabla.vigencias) and vigencia not in tabla.vigencias)
    return sorted(tablas, key=lambda tabla: tabla.hoja.nombre != elecciones.hoja)


def _tabla(hoja: Hoja, vigencia: int, recordadas: Mapping[str, str], elecciones: Elecciones) -> Tabla:
    encabezado = _buscar_encabezado(hoja, recordadas)
    if not encabezado:
        return Tabla(hoja, None, (), {})
    elegidas = elecciones.columnas if elecciones.hoja in (None, hoja.nombre) else {}
    aspirantes = sorted(_aspirantes(encabezado, hoja, vigencia, recordadas, elegidas))
    columnas, indices = _asignar(encabezado, aspirantes)
    tabla = Tabla(hoja, encabezado, columnas, indices)
    return replace(
        tabla,
        avisos=tuple(_avisos(tabla, aspirantes, vigencia)),
        errores=tuple(_errores(tabla, aspirantes)),
    )


def _buscar_encabezado(hoja: Hoja, recordadas: Mapping[str, str]) -> Encabezado | None:
    """El encabezado con más campos distintos; a igualdad, el que aprovecha más filas y el de más arriba."""
    grupos = list(_grupos_de_filas(hoja))
    candidatos = [_encabezado(grupo) for grupo in grupos]
    enteros = [_encabezado(grupo) for grupo in grupos if not _corta_un_titulo(grupo, hoja)]
    for parecidos in (False, True):
        for posibles in (enteros, candidatos):
            puntajes = [_puntaje(candidato, recordadas, parecidos) for candidato in posibles]
            if puntajes and max(puntajes)[0] >= _CAMPOS_MINIMOS:
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


def _corta_un_titulo(grupo: tuple[Fila, ...], hoja: Hoja) -> bool:
    """Si un título combinado hacia abajo empieza antes de estas filas o sigue después de ellas."""
    primera, ultima = grupo[0].numero, grupo[-1].numero
    debajo = next((fila for fila in hoja.filas if fila.numero == ultima + 1), None)
    arrastradas = [(celda, celda.combinada_desde < primera) for celda in grupo[0].celdas.values()]
    if debajo:
        arrastradas += [(celda, primera <= celda.combinada_desde) for celda in debajo.celdas.values()]
    return any(
        celda.combinada_desde and corta and (titulo := reconocer((celda.texto,), False)) and titulo.campo
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


def _puntaje(encabezado: Encabezado, recordadas: Mapping[str, str], parecidos: bool) -> tuple[int, int]:
    """Cuántos campos distintos da el encabezado y cuántas filas aprovecha."""
    campos = {
        reconocido.campo
        for titulos in encabezado.titulos.values()
        if (reconocido := _recordado(titulos, recordadas) or reconocer(titulos, parecidos))
    }
    aprovechadas = encabezado.ultima_fila - encabezado.fila if _se_leen_enteros(encabezado) else 0
    return len(campos - {""}), aprovechadas


def _se_leen_enteros(encabezado: Encabezado) -> bool:
    """Si todo lo escrito bajo la primera fila completa un título: «META» y «ANUAL», «TRIMESTRE 1» y «Ejec.»."""
    partidos = [titulos for indice, titulos in encabezado.titulos.items() if len(titulos) > 1]
    son_ayudas = all(titulos[-1].startswith("(") for titulos in partidos)
    return not son_ayudas and all(map(se_lee_entero, partidos))


def _recordado(titulos: tuple[str, ...], recordadas: Mapping[str, str]) -> Reconocido | None:
    campo = recordadas.get(normalizar(" ".join(titulos)))
    return Reconocido(campo) if campo is not None else None


class _Aspirante(NamedTuple):
    """Una columna que puede llevar un campo; de dos que aspiran al mismo, lo lleva la menor."""

    eleccion: int
    de_otra_vigencia: int
    oculta: bool
    no_dice_la_vigencia: bool
    rango: int
    indice: int
    campo: str
    origen: str

    def cede_ante(self, ganador: "_Aspirante") -> bool:
        """Si se sabe por qué `ganador` lleva el campo y esta columna no; si no, pueden ser lo mismo."""
        if trimestre_de(self.campo):
            return self[:5] > ganador[:5]
        if _es_de_una_vigencia(self.campo):
            return self[:4] > ganador[:4]
        return self[1:3] > ganador[1:3]


def _aspirantes(
    encabezado: Encabezado,
    hoja: Hoja,
    vigencia: int,
    recordadas: Mapping[str, str],
    elegidas: Mapping[str, str],
) -> Iterator[_Aspirante]:
    """Manda lo elegido, luego lo recordado; después, el título de la vigencia, a la vista y más específico."""
    for indice, titulos in encabezado.titulos.items():
        if letra(indice) in elegidas:
            yield _Aspirante(-2, 0, False, False, 0, indice, elegidas[letra(indice)], "elegida")
        elif reconocido := (recordado := _recordado(titulos, recordadas)) or reconocer(titulos):
            nombradas = vigencias_de(titulos)
            yield _Aspirante(
                eleccion=-1 if recordado else 0,
                de_otra_vigencia=_de_otra_vigencia(reconocido.campo, nombradas, vigencia),
                oculta=indice in hoja.columnas_ocultas,
                no_dice_la_vigencia=_es_de_una_vigencia(reconocido.campo) and not nombradas,
                rango=reconocido.rango,
                indice=indice,
                campo=reconocido.campo,
                origen="recordada" if recordado else "reconocida",
            )


def _de_otra_vigencia(campo: str, nombradas: frozenset[int], vigencia: int) -> int:
    """Si el título nombra años y no es sólo el de la vigencia. La línea base siempre es de antes."""
    if campo == "linea_base" or nombradas <= {vigencia}:
        return 0
    return _DE_VARIAS if vigencia in nombradas else _DE_OTRA


def _asignar(
    encabezado: Encabezado, aspirantes: Iterable[_Aspirante]
) -> tuple[tuple[ColumnaLeida, ...], dict[str, int]]:
    """Reparte los campos entre las columnas, en el orden de los aspirantes."""
    ganadores: dict[str, _Aspirante] = {}
    asignadas: dict[int, tuple[str, str]] = {}
    hay_de_la_vigencia = any(trimestre_de(a.campo) and not a.de_otra_vigencia for a in aspirantes)
    for aspirante in aspirantes:
        campo = aspirante.campo
        if trimestre_de(campo) and aspirante.de_otra_vigencia and hay_de_la_vigencia:
            campo = ""
        if campo in ganadores and ALTERNATIVAS.get(campo) and ALTERNATIVAS[campo] not in ganadores:
            campo = ALTERNATIVAS[campo]
        if not campo or campo not in ganadores:
            asignadas[aspirante.indice] = (campo, aspirante.origen)
            if campo:
                ganadores[campo] = aspirante
        elif aspirante.cede_ante(ganadores[campo]):
            asignadas[aspirante.indice] = ("", aspirante.origen)
    indices = {campo: aspirante.indice for campo, aspirante in ganadores.items()}
    _repartir_cantidad(indices, asignadas)
    _preferir_un_ciclo(indices, asignadas)
    columnas = tuple(
        ColumnaLeida(letra(indice), " · ".join(titulos), *asignadas.get(indice, (None, "reconocida")))
        for indice, titulos in sorted(encabezado.titulos.items())
    )
    return columnas, indices


def _repartir_cantidad(indices: dict[str, int], asignadas: dict[int, tuple[str, str]]) -> None:
    """Con «Cantidad», la meta es ella; «Meta», si también está, es una descripción y hace de producto."""
    cantidad = indices.pop("cantidad", None)
    if cantidad is None:
        return
    descripcion = indices.pop("meta", None)
    if descripcion is not None and "producto" not in indices:
        indices["producto"] = descripcion
        asignadas[descripcion] = ("producto", asignadas[descripcion][1])
    elif descripcion is not None:
        asignadas[descripcion] = ("", asignadas[descripcion][1])
    indices["meta"] = cantidad
    asignadas[cantidad] = ("meta", asignadas[cantidad][1])


def _preferir_un_ciclo(indices: dict[str, int], asignadas: dict[int, tuple[str, str]]) -> None:
    """Si la misma meta viene por trimestres y además por meses o semestres, sólo cuenta un ciclo."""
    ciclos = {campo: _ciclo_de(campo) for campo in indices if trimestre_de(campo)}
    preferido = next((ciclo for ciclo in _CICLOS_POR_PREFERENCIA if ciclo in ciclos.values()), "")
    for campo, ciclo in ciclos.items():
        if ciclo != preferido:
            asignadas[indices[campo]] = ("", asignadas[indices[campo]][1])
            del indices[campo]


_CICLOS_POR_PREFERENCIA = ("trimestre", "mes", "bimestre", "cuatrimestre", "semestre")


def _ciclo_de(campo: str) -> str:
    return "trimestre" if campo in TRIMESTRES else re.sub(r"periodo_\d_|\d+$", "", campo)


# Lo que hay que saber de las columnas


def _avisos(tabla: Tabla, aspirantes: Iterable[_Aspirante], vigencia: int) -> Iterator[Nota]:
    if tabla.vigencias and vigencia not in tabla.vigencias:
        anos = ", ".join(map(str, sorted(tabla.vigencias)))
        mensaje = f"La hoja es de {anos} y el plan, de la vigencia {vigencia}. Compruebe que es la que quiere importar."
        yield Nota(tabla.hoja.nombre, 0, "", "", mensaje)
    for indice, columna in tabla.por_indice.items():
        if columna.campo is None and not _duda(tabla, indice, aspirantes):
            mensaje = f"La columna «{columna.titulo}» no se reconoció y no se importa. Si hace falta, diga qué es."
            yield _nota(tabla, columna, mensaje)
    for aspirante in aspirantes:
        columna = tabla.por_indice[aspirante.indice]
        if not columna.campo:
            continue
        if aspirante.oculta:
            yield _nota(tabla, columna, "La columna está oculta y se importa. Muéstrela en Excel para revisarla.")
        if aspirante.de_otra_vigencia and _es_de_una_vigencia(aspirante.campo):
            de_que = "otro año" if aspirante.de_otra_vigencia == _DE_OTRA else "varios años"
            mensaje = f"El título es de {de_que} y el plan, de la vigencia {vigencia}. Compruebe que es la correcta."
            yield _nota(tabla, columna, mensaje)


def _errores(tabla: Tabla, aspirantes: Iterable[_Aspirante]) -> Iterator[Nota]:
    for indice, columna in tabla.por_indice.items():
        if columna.campo is None and (duda := _duda(tabla, indice, aspirantes)):
            yield _nota(tabla, columna, duda)


def _nota(tabla: Tabla, columna: ColumnaLeida, mensaje: str) -> Nota:
    return Nota(tabla.hoja.nombre, tabla.encabezado.fila, columna.letra, columna.titulo, mensaje)


def _duda(tabla: Tabla, indice: int, aspirantes: Iterable[_Aspirante]) -> str:
    """Por qué no se puede dejar sin usar una columna que no se entendió; vacío si se puede."""
    celdas = [fila.propias[indice] for fila in tabla.filas if indice in fila.propias]
    trae_cantidades = any(isinstance(c.valor, Decimal | str) and _CANTIDAD_O_MARCA.match(c.texto) for c in celdas)
    por_indice = {aspirante.indice: aspirante for aspirante in aspirantes}
    propio = por_indice.get(indice)
    rival = por_indice.get(tabla.indices.get(propio.campo, 0)) if propio else None
    if trae_cantidades and rival and _es_de_una_vigencia(propio.campo) and propio.rango == rival.rango:
        ambas = f"{letra(rival.indice)} y {letra(indice)}"
        return f"Las columnas {ambas} pueden ser el mismo dato. Diga cuál se importa y que la otra no se importa."
    if trae_cantidades and "meta" not in tabla.indices and vigencias_de(tabla.encabezado.titulos[indice]):
        return "El archivo no trae una columna «Meta» y esta puede ser la de un año. Diga qué es, o que no se importa."
    sin_fin = not {"fecha_fin", "plazo"} & set(tabla.indices)
    hace_falta = not _cubre_el_ano(tabla.indices) and (trae_cantidades or (celdas and sin_fin))
    if hace_falta and parece_periodo(tabla.encabezado.titulos[indice]):
        return (
            "La columna parece de un trimestre o un mes y no se entendió: sin ella, la programación quedaría en otra "
            "fecha. Diga qué es, o que no se importa."
        )
    return ""


def _es_de_una_vigencia(campo: str) -> bool:
    return campo in ("meta", "cantidad") or bool(trimestre_de(campo))


def _cubre_el_ano(indices: Mapping[str, int]) -> bool:
    """Si los períodos reconocidos son los del año entero, o la programación va por filas."""
    periodos = [campo for campo in indices if trimestre_de(campo)]
    ciclos = Counter(map(_ciclo_de, periodos))
    return (
        "trimestre" in indices
        or {trimestre_de(campo) for campo in periodos} == {1, 2, 3, 4}
        or ciclos["semestre"] == 2
        or ciclos["cuatrimestre"] == 3
    )
