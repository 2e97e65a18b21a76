"""Buscar y ordenar en la base de datos como lo hace Python: sin tildes ni mayúsculas, igual en SQLite y en PostgreSQL.

- `campo__contiene="direccion"` en cualquier filtro: todas las palabras, en cualquier orden.
- `que_contiene(filas, texto, "nombre", "plan__nombre")`: cada palabra, en alguno de los campos.
- `order_by(EnEspanol("nombre"))`: el orden que espera quien lee en español.
"""

from django.db import models
from django.db.backends.signals import connection_created
from django.db.models import Case, Func, Lookup, TextField, Value, When
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


class Contiene(Lookup):
    """`campo__contiene=texto`: el campo tiene todas las palabras del texto, sin mirar tildes ni mayúsculas."""

    lookup_name = "contiene"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        """Las palabras, como las compara cada base: nunca un patrón escrito por la persona."""
        buscadas = palabras(str(value))
        if connection.vendor != "postgresql":
            return "%s", [" ".join(buscadas)]
        escapadas = [p.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for p in buscadas]
        return "%s", [[f"%{palabra}%" for palabra in escapadas]]

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
    """Enseña `__contiene` a todos los campos y a SQLite sus funciones. La llama una app al arrancar."""
    models.Field.register_lookup(Contiene)
    connection_created.connect(_al_conectar, dispatch_uid="mipg.buscador")


def _texto(valor: str) -> Value:
    return Value(valor, output_field=TextField())


def que_contiene(filas: models.QuerySet, texto: str, *campos: str) -> models.QuerySet:
    """Las filas donde cada palabra del texto aparece en alguno de los campos; sin palabras, todas."""
    if not palabras(texto):
        return filas
    # PostgreSQL no junta tipos distintos: todo como texto.
    juntos = [Coalesce(Cast(campo, TextField()), _texto("")) for campo in campos]
    separados = [parte for campo in juntos for parte in (campo, _texto(" "))]
    return filas.alias(_busca=Concat(*separados, output_field=TextField())).filter(_busca__contiene=texto)


def por_parecido(filas: models.QuerySet, texto: str, titulo: str) -> models.QuerySet:
    """Ordena: las que se llaman justo así, las que empiezan así, las que lo tienen en el nombre y las demás."""
    frase = " ".join(palabras(texto))
    return filas.alias(_titulo=Plegado(titulo)).order_by(
        Case(
            When(_titulo=frase, then=0),
            When(_titulo__startswith=frase, then=1),
            When(**{f"{titulo}__contiene": texto}, then=2),
            default=3,
        ),
        *filas.query.order_by,
        "pk",
    )
