"""Qué hojas traen una tabla, dónde están sus encabezados y a qué campo va cada columna.

Todas las columnas se reparten juntas: de dos que aspiran a un campo lo lleva la que mejor lo dice, y de la otra se sabe
por qué no o se pregunta.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from mipg.texto import normalizar

from .encabezados import Encabezado, buscar_encabezado, recordado
from .libro import Fila, Hoja, Libro, letra
from .notas import ColumnaLeida, Elecciones, Nota
from .vocabulario import Reconocido, Vocabulario

# Como se llama una columna con datos y sin encabezado: sólo la persona sabe qué es.
SIN_TITULO = "(sin título)"

_DE_VARIAS, _DE_OTRA = 1, 2


@dataclass(frozen=True)
class Tabla:
    """La parte de una hoja que es una tabla.

    `indices` va de campo a columna. `avisos` y `errores` son de las columnas que no se entendieron o que pueden no ser
    las que se quieren; `supuestos`, de las que se entendieron por algo más que su título.
    """

    hoja: Hoja
    encabezado: Encabezado | None
    columnas: tuple[ColumnaLeida, ...]
    indices: Mapping[str, int]
    avisos: tuple[Nota, ...] = ()
    errores: tuple[Nota, ...] = ()
    supuestos: tuple[Nota, ...] = ()

    @cached_property
    def titulos(self) -> dict[int, set[str]]:
        """Los títulos normalizados de cada columna."""
        titulos = self.encabezado.titulos if self.encabezado else {}
        return {indice: {normalizar(parte) for parte in partes} - {""} for indice, partes in titulos.items()}

    @cached_property
    def largo_de_titulo(self) -> int:
        """Letras del título más largo, como está escrito."""
        titulos = self.encabezado.titulos if self.encabezado else {}
        return max((len(parte) for partes in titulos.values() for parte in partes), default=0)

    @cached_property
    def por_indice(self) -> dict[int, ColumnaLeida]:
        """Cada columna con título, por su índice."""
        indices = sorted(self.encabezado.titulos) if self.encabezado else ()
        return dict(zip(indices, self.columnas, strict=True))

    @cached_property
    def filas(self) -> tuple[Fila, ...]:
        """Las filas debajo del encabezado."""
        if not self.encabezado:
            return ()
        return tuple(fila for fila in self.hoja.filas if fila.numero > self.encabezado.ultima_fila)

    def peso(self, vocabulario: Vocabulario) -> tuple[bool, bool, int, bool, int]:
        """Con qué se compara con otras hojas: que tenga el campo principal, columnas, que esté a la vista y filas."""
        return (
            vocabulario.principal in self.indices,
            bool(self.filas),
            len(self.indices),
            not self.hoja.oculta,
            len(self.filas),
        )

    def nota(self, codigo: str, columna: ColumnaLeida, mensaje: str) -> Nota:
        """Una nota sobre el título de una columna."""
        return Nota(codigo, self.hoja.nombre, self.encabezado.fila, columna.letra, columna.titulo, mensaje)

    def nota_de(self, codigo: str, fila: Fila | None, campo: str, mensaje: str, valor: str | None = None) -> Nota:
        """Una nota sobre el `campo` de una fila (o, sin fila, del encabezado); `valor` reemplaza al de la celda."""
        indice, encabezado = self.indices.get(campo, 0), self.encabezado.fila if self.encabezado else 0
        celda = fila.celdas.get(indice) if fila else None
        literal = (celda.texto if celda else "") if valor is None else valor
        numero = fila.numero if fila else encabezado
        return Nota(codigo, self.hoja.nombre, numero, letra(indice) if indice else "", literal, mensaje)


class Aspirante(NamedTuple):
    """Una columna que puede llevar un campo; de dos que aspiran al mismo, lo lleva la menor.

    `de_otra_vigencia` y `no_dice_la_vigencia` sólo cuentan en los campos que valen para un año.
    """

    eleccion: int
    de_otra_vigencia: int
    oculta: bool
    no_dice_la_vigencia: bool
    rango: int
    indice: int
    campo: str
    origen: str


@dataclass
class Reparto:
    """Qué campo lleva cada columna: `ganadores`, de campo a aspirante; `asignadas`, de columna a campo y origen."""

    aspirantes: tuple[Aspirante, ...]
    ganadores: dict[str, Aspirante] = field(default_factory=dict)
    asignadas: dict[int, tuple[str, str]] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)

    def pasar(self, indice: int, campo: str) -> None:
        """La columna `indice` lleva `campo` («» si no se importa), sin cambiar cómo se supo."""
        self.asignadas[indice] = (campo, self.asignadas[indice][1])


def buscar_tablas(
    libro: Libro,
    vocabulario: Vocabulario,
    recordadas: Mapping[str, str],
    elecciones: Elecciones,
    vigencia: int | None = None,
) -> list[Tabla]:
    """Una tabla por hoja con datos, de la más a la menos parecida a lo que se busca; la hoja elegida va primero.

    `recordadas` va de título normalizado a campo. Con `vigencia` (año), los campos que valen para un año prefieren el
    título que lo nombra.
    """
    tablas = [_tabla(hoja, vocabulario, recordadas, elecciones, vigencia) for hoja in libro.hojas if hoja.filas]
    tablas.sort(key=lambda tabla: tabla.peso(vocabulario), reverse=True)
    return sorted(tablas, key=lambda tabla: tabla.hoja.nombre != elecciones.hoja)


def _tabla(
    hoja: Hoja,
    vocabulario: Vocabulario,
    recordadas: Mapping[str, str],
    elecciones: Elecciones,
    vigencia: int | None,
) -> Tabla:
    encabezado = buscar_encabezado(hoja, vocabulario, recordadas)
    if not encabezado:
        return Tabla(hoja, None, (), {})
    encabezado = _con_las_sin_titulo(vocabulario.preparar(encabezado, hoja), hoja)
    elegidas = elecciones.columnas if elecciones.hoja in (None, hoja.nombre) else {}
    dichas = {} if vocabulario.es_del_sistema(encabezado) else _recordadas(encabezado, recordadas)
    aspirantes = tuple(sorted(_aspirantes(encabezado, hoja, vocabulario, dichas, elegidas, vigencia)))
    columnas, indices = _repartir(encabezado, aspirantes, vocabulario)
    tabla = Tabla(hoja, encabezado, columnas, indices)
    dudas = {
        indice: duda
        for indice, columna in tabla.por_indice.items()
        if columna.campo is None and (duda := vocabulario.duda(tabla, indice, aspirantes))
    }
    return replace(
        tabla,
        avisos=(
            *_avisos(tabla, aspirantes, vocabulario, dudas, vigencia),
            *_lo_recordado_sin_usar(tabla, vocabulario, dichas),
        ),
        supuestos=tuple(_lo_recordado(tabla, vocabulario)),
        errores=tuple(tabla.nota(codigo, tabla.por_indice[i], porque) for i, (codigo, porque) in dudas.items()),
    )


def _con_las_sin_titulo(encabezado: Encabezado, hoja: Hoja) -> Encabezado:
    debajo = (fila.propias for fila in hoja.filas if fila.numero > encabezado.ultima_fila)
    sin_titulo = {indice for propias in debajo for indice in propias} - set(encabezado.titulos)
    return replace(encabezado, titulos={**encabezado.titulos, **dict.fromkeys(sin_titulo, (SIN_TITULO,))})


def _aspirantes(
    encabezado: Encabezado,
    hoja: Hoja,
    vocabulario: Vocabulario,
    dichas: Mapping[int, str],
    elegidas: Mapping[str, str],
    vigencia: int | None,
) -> Iterator[Aspirante]:
    """Manda lo elegido, luego el título de la vigencia, a la vista y más específico; por último, lo recordado."""
    recordadas = {i: campo for i, campo in dichas.items() if _vale_lo_recordado(i, encabezado, vocabulario, dichas)}
    for indice, titulos in encabezado.titulos.items():
        if letra(indice) in elegidas:
            yield Aspirante(-2, 0, False, False, 0, indice, elegidas[letra(indice)], "elegida")
        elif titulos == (SIN_TITULO,):
            continue
        elif reconocido := Reconocido(recordadas[indice]) if indice in recordadas else vocabulario.reconocer(titulos):
            elegido_antes = indice in recordadas
            debajo = (f.celdas[indice] for f in hoja.filas if f.numero > encabezado.ultima_fila and indice in f.celdas)
            if not elegido_antes and not vocabulario.admite(reconocido.campo, encabezado, list(debajo)):
                continue
            nombradas = vocabulario.vigencias_de(titulos)
            de_otra = 0 if reconocido.campo in vocabulario.de_antes else _de_otra_vigencia(nombradas, vigencia)
            de_una = vocabulario.es_de_una_vigencia(reconocido.campo)
            yield Aspirante(
                eleccion=int(elegido_antes),
                de_otra_vigencia=de_otra,
                oculta=indice in hoja.columnas_ocultas,
                no_dice_la_vigencia=de_una and not nombradas,
                rango=reconocido.rango,
                indice=indice,
                campo=reconocido.campo,
                origen="recordada" if elegido_antes else "reconocida",
            )


def _recordadas(encabezado: Encabezado, recordadas: Mapping[str, str]) -> dict[int, str]:
    """Qué se eligió en otro archivo para las columnas que se titulan como las de este."""
    dichas = {indice: recordado(titulos, recordadas) for indice, titulos in encabezado.titulos.items()}
    return {indice: campo for indice, campo in dichas.items() if campo is not None}


def _vale_lo_recordado(
    indice: int, encabezado: Encabezado, vocabulario: Vocabulario, dichas: Mapping[int, str]
) -> bool:
    """Si lo elegido en otro archivo vale en este: no le quita un campo a la columna que se titula así.

    Sí, si de ella también se eligió otra cosa. «No se importa» no vale para lo que ninguna otra trae.
    """
    campo, titulos = dichas[indice], encabezado.titulos[indice]
    otros = {i: vocabulario.campo(suyos) for i, suyos in encabezado.titulos.items() if i != indice}
    if campo == vocabulario.campo(titulos):
        return False
    if campo:
        return not any(suyo == campo == dichas.get(i, campo) for i, suyo in otros.items())
    exacto = vocabulario.campo(titulos, parecidos=False)
    return not exacto or any(dichas.get(i, suyo) == exacto for i, suyo in otros.items())


def _lo_recordado(tabla: Tabla, vocabulario: Vocabulario) -> Iterator[Nota]:
    for columna in tabla.columnas:
        if columna.origen == "recordada":
            que = f"es «{vocabulario.rotulo(columna.campo)}»" if columna.campo else "no se importa"
            mensaje = f"Se recordó de otro archivo que «{columna.titulo}» {que}. Si en este no, diga abajo qué es."
            yield tabla.nota("columna_recordada", columna, mensaje)


def _lo_recordado_sin_usar(tabla: Tabla, vocabulario: Vocabulario, dichas: Mapping[int, str]) -> Iterator[Nota]:
    for indice, campo in dichas.items():
        columna = tabla.por_indice[indice]
        if columna.origen == "elegida" or campo == (columna.campo or ""):
            continue
        if campo:
            mensaje = (
                f"En otro archivo «{columna.titulo}» fue «{vocabulario.rotulo(campo)}», pero en este ese dato está en "
                "otra columna y manda ella. Si no es así, diga abajo qué es cada una."
            )
        else:
            mensaje = (
                f"En otro archivo «{columna.titulo}» no se importó, pero en este nadie más trae ese dato: se importa. "
                "Si no se debe, dígalo abajo."
            )
        yield tabla.nota("recordada_sin_usar", columna, mensaje)


def _de_otra_vigencia(nombradas: frozenset[int], vigencia: int | None) -> int:
    """Si el título nombra años y no es sólo el de la vigencia."""
    if vigencia is None or nombradas <= {vigencia}:
        return 0
    return _DE_VARIAS if vigencia in nombradas else _DE_OTRA


def _repartir(
    encabezado: Encabezado, aspirantes: tuple[Aspirante, ...], vocabulario: Vocabulario
) -> tuple[tuple[ColumnaLeida, ...], dict[str, int]]:
    """Reparte los campos entre las columnas, en el orden de los aspirantes."""
    reparto = Reparto(aspirantes)
    hay_de_la_vigencia = any(vocabulario.es_periodo(a.campo) and not a.de_otra_vigencia for a in aspirantes)
    for aspirante in aspirantes:
        campo, ganadores = aspirante.campo, reparto.ganadores
        if hay_de_la_vigencia and aspirante.de_otra_vigencia and vocabulario.es_periodo(campo):
            campo = ""
        alternativa = vocabulario.alternativas.get(campo)
        if campo in ganadores and alternativa and alternativa not in ganadores:
            campo = alternativa
        if not campo or campo not in ganadores:
            reparto.asignadas[aspirante.indice] = (campo, aspirante.origen)
            if campo:
                ganadores[campo] = aspirante
        elif vocabulario.cede(aspirante, ganadores[campo]):
            reparto.asignadas[aspirante.indice] = ("", aspirante.origen)
    reparto.indices = {campo: aspirante.indice for campo, aspirante in reparto.ganadores.items()}
    vocabulario.ajustar(reparto)
    columnas = tuple(
        ColumnaLeida(letra(indice), " · ".join(titulos), *reparto.asignadas.get(indice, (None, "reconocida")))
        for indice, titulos in sorted(encabezado.titulos.items())
    )
    return columnas, reparto.indices


def _avisos(
    tabla: Tabla,
    aspirantes: Iterable[Aspirante],
    vocabulario: Vocabulario,
    dudas: Mapping[int, tuple[str, str]],
    vigencia: int | None,
) -> Iterator[Nota]:
    consejo = " Si hace falta, diga qué es." if vocabulario.se_elige else ""
    for indice, columna in tabla.por_indice.items():
        if columna.campo is None and columna.titulo == SIN_TITULO and indice not in dudas:
            mensaje = f"La columna tiene datos y no tiene encabezado: no se importa.{consejo}"
            yield tabla.nota("columna_sin_titulo", columna, mensaje)
        elif columna.campo is None and indice not in dudas:
            mensaje = f"La columna «{columna.titulo}» no se reconoció y no se importa.{consejo}"
            yield tabla.nota("columna_sin_reconocer", columna, mensaje)
    for aspirante in aspirantes:
        columna = tabla.por_indice[aspirante.indice]
        if not columna.campo:
            continue
        if aspirante.oculta:
            mensaje = "La columna está oculta y se importa. Muéstrela en Excel para revisarla."
            yield tabla.nota("columna_oculta", columna, mensaje)
        if aspirante.de_otra_vigencia and vocabulario.es_de_una_vigencia(aspirante.campo):
            de_que = "otro año" if aspirante.de_otra_vigencia == _DE_OTRA else "varios años"
            mensaje = f"El título es de {de_que} y se importa en la vigencia {vigencia}. Compruebe que es la correcta."
            yield tabla.nota("columna_de_otra_vigencia", columna, mensaje)
