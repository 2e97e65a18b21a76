"""Consultas que se arman una vez: con el ORM, escribir el SQL de una lista corta cuesta diez veces lo que leerla."""

from collections.abc import Callable, Hashable
from copy import copy
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

MUCHAS = 50


def armada_una_vez(armar: Callable[..., QuerySet]) -> Callable[..., list]:
    """Lo que `armar` describe, leído de la base cada vez pero escrito en SQL una sola por proceso y por argumentos.

        @armada_una_vez
        def de_la_version(version: int) -> QuerySet[Dimension]:
            return Dimension.objects.filter(version=version).only("nombre")

    Da la lista que daría el ORM. `armar` sólo puede depender de sus argumentos, que se comparan por su valor: claves,
    nunca modelos (dos con la misma clave son iguales aunque digan otra cosa). Lo que se busca con una tupla de más de
    `MUCHAS` claves se escribe cada vez: recordarlo sería guardar la lista.
    """

    @lru_cache(maxsize=256)
    def escrita(*argumentos: Hashable) -> tuple | None:
        consulta = armar(*argumentos)
        compilador = consulta.query.get_compiler(consulta.db)
        try:
            sql = compilador.as_sql()
        except EmptyResultSet:
            # Se sabe sin preguntar: por ejemplo, lo de quien no tiene ninguna dependencia.
            return None
        compilador.as_sql = lambda *_, **__: sql
        return consulta, compilador

    @wraps(armar)
    def leer(*argumentos: Hashable) -> list:
        if any(isinstance(argumento, tuple) and len(argumento) > MUCHAS for argumento in argumentos):
            return list(armar(*argumentos))
        if (sabida := escrita(*argumentos)) is None:
            return []
        consulta, compilador = sabida[0].all(), copy(sabida[1])
        # La conexión es de cada hilo; lo escrito, de todos.
        compilador.connection = connections[consulta.db]
        consulta.query.get_compiler = lambda *_, **__: compilador
        return list(consulta)

    return leer
