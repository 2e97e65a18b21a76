"""Los disparadores que mantienen el índice al día, en la transacción de quien escribe y en las dos bases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, models
from django.db.models.expressions import RawSQL

from mipg.buscador.entradas import COLUMNAS, TABLA, TEXTOS
from mipg.buscador.fuentes import Fuente, fuentes


@dataclass(frozen=True)
class Disparador:
    """Un disparador: en qué tabla, ante qué, con qué condición y qué sentencias corre."""

    nombre: str
    tabla: str
    ante: str
    sentencias: tuple[str, ...]
    si: str = ""

    def crear(self) -> Iterator[str]:
        """El SQL que lo crea."""
        si = f" WHEN ({self.si})" if self.si else ""
        cuerpo = " ".join(f"{sentencia};" for sentencia in self.sentencias)
        if connection.vendor == "sqlite":
            yield f'CREATE TRIGGER {self.nombre} AFTER {self.ante} ON "{self.tabla}"{si} BEGIN {cuerpo} END'
            return
        yield (
            f"CREATE OR REPLACE FUNCTION {self.nombre}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$mipg$ BEGIN {cuerpo} RETURN NULL; END $mipg$"
        )
        yield (
            f'CREATE TRIGGER {self.nombre} AFTER {self.ante} ON "{self.tabla}" FOR EACH ROW{si} '
            f"EXECUTE FUNCTION {self.nombre}()"
        )


def sql_de(filas: models.QuerySet) -> str:
    """El `SELECT` con sus valores escritos dentro: un disparador no recibe parámetros."""
    sql, valores = filas.query.get_compiler(connection=connection).as_sql()
    citar = connection.SchemaEditorClass(connection).quote_value
    return sql % tuple(citar(valor) for valor in valores)


def _reescribir(fuente: Fuente, **filtro) -> tuple[str, str]:
    """Borra y vuelve a escribir las entradas de las cosas que cumplen el filtro."""
    cuales = sql_de(fuente.modelo._base_manager.filter(**filtro).order_by().values("pk"))
    return (
        f"DELETE FROM {TABLA} WHERE clase = '{fuente.clase}' AND objeto IN ({cuales})",  # nosec B608
        f"INSERT INTO {TABLA} ({', '.join(COLUMNAS)}) {sql_de(fuente.derivadas(**filtro))}",  # nosec B608
    )


def _cambia(columnas: Sequence[str]) -> str:
    antes, despues = (", ".join(f'{fila}."{columna}"' for columna in columnas) for fila in ("OLD", "NEW"))
    distinta = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    return f"({antes}) {distinta} ({despues})" if len(columnas) > 1 else f"{antes} {distinta} {despues}"


def disparadores(fuente: Fuente) -> Iterator[Disparador]:
    """Los que mantienen al día una fuente: en su tabla y en las que le prestan un nombre o un año."""
    borrar = f"DELETE FROM {TABLA} WHERE clase = '{fuente.clase}' AND objeto = OLD.id"  # nosec B608
    for n, (camino, (modelo, columnas)) in enumerate(fuente.columnas.items()):
        nombre, tabla = f"{TABLA}_{fuente.clase}_{n}", modelo._meta.db_table
        reescribir = _reescribir(fuente, **{camino or "pk": RawSQL("NEW.id", [])})  # nosec B611
        de = ", ".join(f'"{columna}"' for columna in columnas)
        yield Disparador(f"{nombre}_update", tabla, f"UPDATE OF {de}", reescribir, _cambia(columnas))
        if not camino:
            yield Disparador(f"{nombre}_insert", tabla, "INSERT", reescribir[1:])
            yield Disparador(f"{nombre}_delete", tabla, "DELETE", (borrar,))


def _de_los_textos() -> Iterator[Disparador]:
    """FTS5 no guarda el texto: hay que decirle qué había antes de cada cambio."""
    entra = f"INSERT INTO {TEXTOS} (rowid, texto) VALUES (NEW.id, NEW.texto)"  # nosec B608
    sale = f"INSERT INTO {TEXTOS} ({TEXTOS}, rowid, texto) VALUES ('delete', OLD.id, OLD.texto)"  # nosec B608
    yield Disparador(f"{TEXTOS}_insert", TABLA, "INSERT", (entra,))
    yield Disparador(f"{TEXTOS}_delete", TABLA, "DELETE", (sale,))
    yield Disparador(f"{TEXTOS}_update", TABLA, "UPDATE", (sale, entra))


def todos() -> list[Disparador]:
    """Los de todas las fuentes, y en SQLite los de sus trigramas."""
    suyos = [disparador for fuente in fuentes() for disparador in disparadores(fuente)]
    return [*suyos, *_de_los_textos()] if connection.vendor == "sqlite" else suyos
