"""Qué hoja trae el plan, dónde están sus encabezados y a qué campo va cada columna."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from mipg.libros.libro import Fila, Hoja, Libro, letra
from mipg.texto import normalizar

from .encabezados import Encabezado, buscar_encabezado, recordado
from .lectura import ColumnaLeida, Elecciones, Nota
from .titulos import TRIMESTRES, dice_duracion, parece_periodo, reconocer, trimestre_de, vigencias_de

# Si dos columnas aspiran a un campo, la menos específica pasa al segundo.
ALTERNATIVAS: Mapping[str, str] = {"dependencia": "enlace"}

_DE_VARIAS, _DE_OTRA = 1, 2
_DE_UN_PLAN = frozenset({"meta", "plazo", "fecha_fin", "dependencia"})
_ANIO_DEL_TITULO = re.compile(r"(?:vigencia|a[ñn]o|\bplan\b)\D{0,60}?(20\d\d)(?!\s*[-–—/])", re.IGNORECASE)
_CON_LETRAS = re.compile(r"[^\W\d_]{2}")
_CANTIDAD_O_MARCA = re.compile(r"\d|[xX✓✔•●■√]+$")


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
            int(escrito) for texto in encima for escrito in _ANIO_DEL_TITULO.findall(texto)
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
    encabezado = buscar_encabezado(hoja, recordadas)
    if not encabezado:
        return Tabla(hoja, None, (), {})
    encabezado = _con_su_numeracion(encabezado, hoja)
    elegidas = elecciones.columnas if elecciones.hoja in (None, hoja.nombre) else {}
    aspirantes = sorted(_aspirantes(encabezado, hoja, vigencia, recordadas, elegidas))
    columnas, indices = _asignar(encabezado, aspirantes)
    tabla = Tabla(hoja, encabezado, columnas, indices)
    return replace(
        tabla,
        avisos=tuple(_avisos(tabla, aspirantes, vigencia)),
        errores=tuple(_errores(tabla, aspirantes)),
    )


def _con_su_numeracion(encabezado: Encabezado, hoja: Hoja) -> Encabezado:
    """«Actividades» sobre dos columnas, la de los números y la de los textos: la segunda es la del nombre."""
    titulos = dict(encabezado.titulos)
    for indice, propios in encabezado.titulos.items():
        reconocido = reconocer(propios)
        if indice + 1 in titulos or not reconocido or reconocido.campo != "nombre":
            continue
        pares = [
            (fila.propias[indice].texto, fila.propias[indice + 1].texto)
            for fila in hoja.filas
            if fila.numero > encabezado.ultima_fila and {indice, indice + 1} <= set(fila.propias)
        ]
        if pares and all(_CON_LETRAS.search(texto) and not _CON_LETRAS.search(numero) for numero, texto in pares):
            titulos |= {indice: (*propios, "No."), indice + 1: propios}
    return replace(encabezado, titulos=titulos)


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
        elif reconocido := (elegido_antes := recordado(titulos, recordadas)) or reconocer(titulos):
            nombradas = vigencias_de(titulos)
            de_otra = _de_otra_vigencia(reconocido.campo, nombradas, vigencia)
            yield _Aspirante(
                # Lo que se eligió de «Meta 2024» no vale más que «Meta 2025» al año siguiente.
                eleccion=-1 if elegido_antes and not de_otra else 0,
                de_otra_vigencia=de_otra,
                oculta=indice in hoja.columnas_ocultas,
                no_dice_la_vigencia=_es_de_una_vigencia(reconocido.campo) and not nombradas,
                rango=reconocido.rango,
                indice=indice,
                campo=reconocido.campo,
                origen="recordada" if elegido_antes else "reconocida",
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
    _preferir_el_numero_vecino(aspirantes, ganadores, asignadas)
    indices = {campo: aspirante.indice for campo, aspirante in ganadores.items()}
    _repartir_cantidad(indices, asignadas)
    _preferir_un_ciclo(indices, asignadas)
    columnas = tuple(
        ColumnaLeida(letra(indice), " · ".join(titulos), *asignadas.get(indice, (None, "reconocida")))
        for indice, titulos in sorted(encabezado.titulos.items())
    )
    return columnas, indices


def _preferir_el_numero_vecino(
    aspirantes: Iterable[_Aspirante], ganadores: dict[str, _Aspirante], asignadas: dict[int, tuple[str, str]]
) -> None:
    """De dos «No.», el de la actividad es el que va justo antes de ella; el otro, el del objetivo."""
    if not {"numero", "nombre"} <= set(ganadores):
        return
    numero, vecina = ganadores["numero"], ganadores["nombre"].indice - 1
    for rival in aspirantes:
        if rival.campo == "numero" and rival.indice == vecina and rival[:5] == numero[:5]:
            asignadas |= {numero.indice: ("", numero.origen), rival.indice: ("numero", rival.origen)}
            ganadores["numero"] = rival


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
        anios = ", ".join(map(str, sorted(tabla.vigencias)))
        mensaje = (
            f"La hoja es de {anios} y el plan, de la vigencia {vigencia}. Compruebe que es la que quiere importar."
        )
        yield Nota("hoja_de_otra_vigencia", tabla.hoja.nombre, 0, "", "", mensaje)
    for indice, columna in tabla.por_indice.items():
        if columna.campo is None and not _duda(tabla, indice, aspirantes):
            mensaje = f"La columna «{columna.titulo}» no se reconoció y no se importa. Si hace falta, diga qué es."
            yield _nota("columna_sin_reconocer", tabla, columna, mensaje)
    for aspirante in aspirantes:
        columna = tabla.por_indice[aspirante.indice]
        if not columna.campo:
            continue
        if aspirante.oculta:
            yield _nota(
                "columna_oculta",
                tabla,
                columna,
                "La columna está oculta y se importa. Muéstrela en Excel para revisarla.",
            )
        if aspirante.de_otra_vigencia and _es_de_una_vigencia(aspirante.campo):
            de_que = "otro año" if aspirante.de_otra_vigencia == _DE_OTRA else "varios años"
            mensaje = f"El título es de {de_que} y el plan, de la vigencia {vigencia}. Compruebe que es la correcta."
            yield _nota("columna_de_otra_vigencia", tabla, columna, mensaje)


def _errores(tabla: Tabla, aspirantes: Iterable[_Aspirante]) -> Iterator[Nota]:
    for indice, columna in tabla.por_indice.items():
        if columna.campo is None and (duda := _duda(tabla, indice, aspirantes)):
            yield _nota(duda[0], tabla, columna, duda[1])


def _nota(codigo: str, tabla: Tabla, columna: ColumnaLeida, mensaje: str) -> Nota:
    return Nota(codigo, tabla.hoja.nombre, tabla.encabezado.fila, columna.letra, columna.titulo, mensaje)


def _duda(tabla: Tabla, indice: int, aspirantes: Iterable[_Aspirante]) -> tuple[str, str] | None:
    """El código y el porqué de que no se pueda dejar sin usar una columna que no se entendió; nulo si se puede."""
    celdas = [fila.propias[indice] for fila in tabla.filas if indice in fila.propias]
    trae_cantidades = any(isinstance(c.valor, Decimal | str) and _CANTIDAD_O_MARCA.match(c.texto) for c in celdas)
    por_indice = {aspirante.indice: aspirante for aspirante in aspirantes}
    propio = por_indice.get(indice)
    rival = por_indice.get(tabla.indices.get(propio.campo, 0)) if propio else None
    if trae_cantidades and rival and _es_de_una_vigencia(propio.campo) and propio.rango == rival.rango:
        ambas = f"{letra(rival.indice)} y {letra(indice)}"
        return (
            "columnas_iguales",
            f"Las columnas {ambas} pueden ser el mismo dato. Diga cuál se importa y que la otra no se importa.",
        )
    if trae_cantidades and "meta" not in tabla.indices and vigencias_de(tabla.encabezado.titulos[indice]):
        return (
            "meta_de_un_anio",
            "El archivo no trae una columna «Meta» y esta puede ser la de un año. Diga qué es, o que no se importa.",
        )
    sin_fin = not {"fecha_fin", "plazo"} & set(tabla.indices)
    titulos = tabla.encabezado.titulos[indice]
    decide_cuando = (trae_cantidades and not dice_duracion(titulos)) or (celdas and sin_fin)
    if decide_cuando and not _cubre_el_anio(tabla.indices) and parece_periodo(titulos):
        return (
            "periodo_sin_entender",
            "La columna parece de un trimestre o un mes y no se entendió: sin ella, la programación quedaría en otra "
            "fecha. Diga qué es, o que no se importa.",
        )
    return None


def _es_de_una_vigencia(campo: str) -> bool:
    return campo in ("meta", "cantidad") or bool(trimestre_de(campo))


def _cubre_el_anio(indices: Mapping[str, int]) -> bool:
    """Si los períodos reconocidos son los del año entero, o la programación va por filas."""
    periodos = [campo for campo in indices if trimestre_de(campo)]
    ciclos = Counter(map(_ciclo_de, periodos))
    return (
        "trimestre" in indices
        or {trimestre_de(campo) for campo in periodos} == {1, 2, 3, 4}
        or ciclos["semestre"] == 2
        or ciclos["cuatrimestre"] == 3
    )
