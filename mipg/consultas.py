"""Consultas que se arman una vez: con el ORM, escribir el SQL de una lista corta cuesta diez veces lo que leerla."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from functools import lru_cache, wraps
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

MUCHAS = 50
# Con qué se arma en lugar de cada entero: cabe en cuatro bytes y nadie lo escribiría.
_HUECO, _CABE = 2_147_000_000, 2**31


class _Escrita(NamedTuple):
    """Una consulta en SQL. `huecos`: qué entero va en cada parámetro que no es fijo."""

    consulta: QuerySet
    compilador: SQLCompiler
    sql: str
    parametros: Sequence
    huecos: Mapping[int, int]

    def con(self, enteros: Sequence[int]) -> list:
        """Los parámetros, con los enteros en sus huecos."""
        parametros = list(self.parametros)
        for lugar, cual in self.huecos.items():
            parametros[lugar] = type(parametros[lugar])(enteros[cual])
        return parametros

    def es(self, propia: "_Escrita", enteros: Sequence[int]) -> bool:
        """Si con esos enteros en los huecos es la misma que se armó con ellos."""
        if {*self.huecos.values()} != {*range(len(enteros))}:
            return False
        return self.sql == propia.sql and [*map(str, self.con(enteros))] == [*map(str, propia.parametros)]

    def leer(self, enteros: Sequence[int]) -> list:
        """Lo que haya ahora en la base."""
        consulta, compilador, escrito = self.consulta.all(), copy(self.compilador), (self.sql, self.con(enteros))
        # La conexión es de cada hilo; lo escrito, de todos.
        compilador.connection = connections[consulta.db]
        compilador.as_sql = lambda *_, **__: escrito
        consulta.query.get_compiler = lambda *_, **__: compilador
        return list(consulta)


def armada_una_vez(armar: Callable[..., QuerySet]) -> Callable[..., list]:
    """Lo que `armar` describe, leído de la base cada vez pero escrito en SQL una sola por proceso.

        @armada_una_vez
        def de_la_version(version: int) -> QuerySet[Dimension]:
            return Dimension.objects.filter(version=version).only("nombre")

    Da la lista que daría el ORM. `armar` sólo puede depender de sus argumentos. Los enteros, sueltos o en tuplas, son
    parámetros: un mismo SQL sirve para todos. Los demás argumentos se comparan por su valor, y hay un SQL por cada uno:
    fechas y perfiles, nunca modelos (dos con la misma clave son iguales aunque digan otra cosa). Lo que se busca con
    una tupla de más de `MUCHAS` claves se escribe cada vez.
    """

    @lru_cache(maxsize=256, typed=True)
    def escrita(*argumentos: Hashable) -> _Escrita | None:
        consulta = armar(*argumentos)
        compilador = consulta.query.get_compiler(consulta.db)
        try:
            sql, parametros = compilador.as_sql()
        except EmptyResultSet:
            # Se sabe sin preguntar: por ejemplo, lo de quien no tiene ninguna dependencia.
            return None
        huecos = {lugar: cual for lugar, dicho in enumerate(parametros) if (cual := _hueco(dicho)) is not None}
        return _Escrita(consulta, compilador, sql, parametros, huecos)

    @lru_cache(maxsize=256, typed=True)
    def comprobada(*_forma: Hashable) -> list[bool]:
        """Si el SQL de una forma sirve para cualquier entero; vacía mientras no se sepa."""
        return []

    @wraps(armar)
    def leer(*argumentos: Hashable) -> list:
        if any(isinstance(argumento, tuple) and len(argumento) > MUCHAS for argumento in argumentos):
            return list(armar(*argumentos))
        enteros: list[int] = []
        forma = tuple(_sin_enteros(argumento, enteros) for argumento in argumentos)
        sirve = comprobada(*forma)
        if sirve == [True]:
            return escrita(*forma).leer(enteros)
        propia = escrita(*argumentos)
        if propia and not sirve:
            # Donde un entero no va tal cual (se suma, decide, no cabe en su columna), el SQL es otro.
            comun = escrita(*forma)
            sirve.append(comun is not None and comun.es(propia, enteros))
        return propia._replace(huecos={}).leer(()) if propia else []

    return leer


def _sin_enteros(argumento: Hashable, enteros: list[int]) -> Hashable:
    """El argumento con un hueco en lugar de cada entero, que pasa a `enteros`."""
    if isinstance(argumento, tuple) and argumento and all(type(uno) is int for uno in argumento):
        return tuple(_sin_enteros(uno, enteros) for uno in argumento)
    if type(argumento) is not int or abs(argumento) >= _CABE:
        return argumento
    enteros.append(argumento)
    return _HUECO + len(enteros) - 1


def _hueco(parametro: object) -> int | None:
    """El entero cuyo lugar guarda el parámetro, que puede viajar como texto."""
    texto = str(parametro) if isinstance(parametro, int | str) else ""
    numero = int(texto) if texto.isascii() and texto.isdecimal() and len(texto) == len(str(_HUECO)) else 0
    return numero - _HUECO if 0 <= numero - _HUECO < MUCHAS**2 else None
