"""Consultas que se arman una vez: con el ORM, escribir el SQL de una lista corta cuesta diez veces lo que leerla."""

from collections.abc import Callable, Collection, Hashable
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet


def armada_una_vez(armar: Callable[..., QuerySet]) -> Callable[..., Collection[Model]]:
    """Lo que `armar` describe, leído de la base cada vez pero escrito en SQL una sola por proceso y por argumentos.

        @armada_una_vez
        def de_la_version(version: int) -> QuerySet[Dimension]:
            return Dimension.objects.filter(version=version).only("nombre")

    Da instancias con las columnas de `only`, sin `select_related`. `armar` sólo puede depender de sus argumentos, que
    se comparan por su valor: claves, nunca modelos (dos con la misma clave son iguales aunque digan otra cosa).
    """

    @lru_cache(maxsize=256)
    def escrita(*argumentos: Hashable) -> tuple | None:
        consulta = armar(*argumentos)
        try:
            return consulta.model, *consulta.query.sql_with_params()
        except EmptyResultSet:
            # Se sabe sin preguntar: por ejemplo, lo de quien no tiene ninguna dependencia.
            return None

    @wraps(armar)
    def leer(*argumentos: Hashable) -> Collection[Model]:
        if (sabida := escrita(*argumentos)) is None:
            return ()
        modelo, sql, parametros = sabida
        return modelo._default_manager.raw(sql, parametros)

    return leer
