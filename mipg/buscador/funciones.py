"""Buscar y ordenar en la base de datos como lo hace Python: sin tildes ni mayúsculas, igual en SQLite y en PostgreSQL.

- `campo__contiene="direccion"` en cualquier filtro: todas las palabras, en cualquier orden.
- `que_contiene(filas, texto, "nombre", "plan__nombre")`: cada palabra, en alguno de los campos.
- `campo__in=[…]` con un entero que no cabe: ninguna fila, en las dos.
- `order_by(EnEspanol("nombre"))`: el orden que espera quien lee en español.
"""

from collections.abc import Iterable
from string import Formatter

from django.db import models
from django.db.backends.signals import connection_created
from django.db.models import Func, Lookup, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from mipg.texto import (
    ENES_DESCOMPUESTAS,
    ORDENABLES,
    ORDENADAS,
    PLEGABLES,
    PLEGADAS,
    clave_de_orden,
    palabras,
    plegar,
)

_EN_POSTGRESQL = "TRANSLATE(({})::text, '{}', '{}')"
_COMPUESTO = "(%(expressions)s)::text"
for _descompuesta, _ene in ENES_DESCOMPUESTAS.items():
    _COMPUESTO = f"REPLACE({_COMPUESTO}, '{_descompuesta}', '{_ene}')"
# La comilla va doble, como toda comilla dentro de un literal.
_ORDEN_EN_POSTGRESQL = f"""TRANSLATE({_COMPUESTO}, '{ORDENABLES.replace("'", "''")}', '{ORDENADAS}') COLLATE "C\""""


class Plegado(Func):
    """El texto en minúsculas y sin tildes, como lo devuelve `mipg.texto.plegar`."""

    function = "MIPG_PLEGAR"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **contexto):
        """`TRANSLATE`, que trae toda instalación: ni extensiones ni órdenes propios."""
        plantilla = _EN_POSTGRESQL.format("%(expressions)s", PLEGABLES, PLEGADAS)
        return self.as_sql(compiler, connection, template=plantilla, **contexto)


class EnEspanol(Func):
    """La clave con que un texto se ordena en español en las dos bases, como la de `mipg.texto.clave_de_orden`."""

    function = "MIPG_ORDEN"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **contexto):
        """`TRANSLATE`, comparado carácter por carácter sea cual sea el orden con que se creó la base."""
        return self.as_sql(compiler, connection, template=_ORDEN_EN_POSTGRESQL, **contexto)


class ComienzoEnEspanol(EnEspanol):
    """Las primeras 600 letras de esa clave: lo que cabe en un índice de PostgreSQL por mucho que ocupe cada una."""

    def as_sqlite(self, compiler, connection, **contexto):
        """La cifra va en el texto: con ella de parámetro SQLite no reconoce la expresión que indexó."""
        return self.as_sql(compiler, connection, template="SUBSTR(%(function)s(%(expressions)s), 1, 600)", **contexto)

    def as_postgresql(self, compiler, connection, **contexto):
        """Lo mismo, con la misma comparación carácter por carácter."""
        plantilla = f'LEFT({_ORDEN_EN_POSTGRESQL}, 600) COLLATE "C"'
        return self.as_sql(compiler, connection, template=plantilla, **contexto)


class Contiene(Lookup):
    """`campo__contiene=texto`: el campo tiene todas las palabras del texto, sin mirar tildes ni mayúsculas."""

    lookup_name = "contiene"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        """Las palabras, como las compara cada base: nunca un patrón escrito por la persona."""
        buscadas = palabras(str(value))
        if connection.vendor != "postgresql":
            return "%s", [" ".join(buscadas)]
        return "%s", [[f"%{_literal(palabra)}%" for palabra in buscadas]]

    def as_sql(self, compiler, connection):
        """En SQLite, la función de Python que pliega una sola vez por fila."""
        izquierda, parametros = self.process_lhs(compiler, connection)
        derecha, buscadas = self.get_db_prep_lookup(self.rhs, connection)
        return f"MIPG_CONTIENE({izquierda}, {derecha})", [*parametros, *buscadas]

    def as_postgresql(self, compiler, connection):
        """En PostgreSQL, un `LIKE` por palabra sobre el mismo texto plegado."""
        izquierda, parametros = self.process_lhs(compiler, connection)
        derecha, buscadas = self.get_db_prep_lookup(self.rhs, connection)
        plegado = _EN_POSTGRESQL.format(izquierda, PLEGABLES, PLEGADAS)
        return f"{plegado} LIKE ALL({derecha}::text[])", [*parametros, *buscadas]


class Tiene(Lookup):
    """`campo__tiene=palabra`: el campo, que ya está plegado, tiene la palabra, plegada también."""

    lookup_name = "tiene"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        """La palabra, nunca un patrón."""
        if connection.vendor != "postgresql":
            return "%s", [value]
        return "%s", [f"%{_literal(value)}%"]

    def as_sql(self, compiler, connection):
        """En SQLite, `instr`."""
        izquierda, parametros = self.process_lhs(compiler, connection)
        return f"INSTR({izquierda}, %s) > 0", [*parametros, *self.get_db_prep_lookup(self.rhs, connection)[1]]

    def as_postgresql(self, compiler, connection):
        """En PostgreSQL, un `LIKE`, que `pg_trgm` sabe indexar."""
        izquierda, parametros = self.process_lhs(compiler, connection)
        return f"{izquierda} LIKE %s", [*parametros, *self.get_db_prep_lookup(self.rhs, connection)[1]]


class EntreEnteros(models.lookups.In):
    """`campo__in=[…]` de enteros: uno que no cabe en el campo no está en ninguna fila, y SQLite falla al recibirlo.

    Las demás comparaciones ya las cuida Django.
    """

    def process_rhs(self, compiler, connection):
        """Lo mismo, sin los que no caben."""
        if self.rhs_is_direct_value():
            minimo, maximo = connection.ops.integer_field_range(self.lhs.output_field.get_internal_type())
            self.rhs = [n for n in self.rhs if not isinstance(n, int) or minimo <= n <= maximo]
        return super().process_rhs(compiler, connection)


def _literal(palabra: str) -> str:
    return palabra.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _plegar(texto) -> str | None:
    return None if texto is None else plegar(texto)


def _ordenar(texto) -> str | None:
    return None if texto is None else clave_de_orden(str(texto))


def _contiene(texto, buscadas: str) -> bool | None:
    if texto is None:
        return None
    plegado = plegar(texto)
    return all(palabra in plegado for palabra in buscadas.split())


def _al_conectar(connection, **_) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("MIPG_PLEGAR", 1, _plegar, deterministic=True)
        connection.connection.create_function("MIPG_ORDEN", 1, _ordenar, deterministic=True)
        connection.connection.create_function("MIPG_CONTIENE", 2, _contiene, deterministic=True)


def instalar() -> None:
    """Enseña las comparaciones de aquí a los campos y a SQLite sus funciones. La llama una app al arrancar."""
    models.Field.register_lookup(Contiene)
    models.TextField.register_lookup(Tiene)
    models.IntegerField.register_lookup(EntreEnteros)
    connection_created.connect(_al_conectar, dispatch_uid="mipg.buscador")


def _texto(valor: str) -> Value:
    return Value(valor, output_field=TextField())


def caminos(campo: str) -> list[str]:
    """Los campos que se leen en uno: él mismo o, si es un molde («R-{medicion__anio}-{numero}»), los que nombra."""
    return [camino for _, camino, *_ in Formatter().parse(campo) if camino] or [campo]


def _como_texto(campo: str):
    # PostgreSQL no junta tipos distintos: todo como texto.
    if "{" not in campo:
        return Coalesce(Cast(campo, TextField()), _texto(""))
    partes = [p for fijo, camino, *_ in Formatter().parse(campo) for p in (_texto(fijo), _como_texto(camino))]
    return Concat(*partes, output_field=TextField())


def juntos(campos: Iterable[str]) -> Concat:
    """Los textos de varios campos (o moldes de ellos) en uno, cada uno seguido de un espacio; lo vacío no estorba."""
    textos = [_como_texto(campo) for campo in campos]
    return Concat(*(parte for texto in textos for parte in (texto, _texto(" "))), output_field=TextField())


def que_contiene(filas: models.QuerySet, texto: str, *campos: str) -> models.QuerySet:
    """Las filas donde cada palabra del texto aparece en alguno de los campos; sin palabras, todas."""
    if not palabras(texto):
        return filas
    return filas.alias(_busca=juntos(campos)).filter(_busca__contiene=texto)
