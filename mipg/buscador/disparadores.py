"""Los disparadores que mantienen el índice al día, en la transacción de quien escribe y en las dos bases.

En PostgreSQL dos transacciones escriben a la vez y ninguna ve lo que la otra no ha confirmado. Por eso, antes de leer:
quien usa un nombre prestado toma `FOR KEY SHARE` sobre la fila que lo presta (el candado que la llave foránea tomará de
todos modos: no estorba a quien le cambia otra cosa), y quien cambia lo que presta lo toma `FOR UPDATE`. Cada sentencia
siguiente ya ve lo confirmado mientras esperaba.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, models
from django.db.models.expressions import RawSQL

from mipg.buscador.entradas import COLUMNAS, TABLA, TEXTOS
from mipg.buscador.fuentes import Fuente, fuentes


@dataclass(frozen=True)
class Disparador:
    """Un disparador: en qué tabla, ante qué, con qué condición y qué sentencias corre."""

    prefijo: str
    tabla: str
    ante: str
    sentencias: tuple[str, ...]
    si: str = ""

    @property
    def nombre(self) -> str:
        """Lleva la huella de lo que hace: si cambia, el que está puesto es otro y `migrate` lo reemplaza."""
        return f"{self.prefijo}_{sha256(repr(self).encode()).hexdigest()[:8]}"

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


def escribir(filas: models.QuerySet) -> str:
    """El SQL que guarda esas entradas derivadas, estén o no."""
    nuevas = ", ".join(f"{columna} = excluded.{columna}" for columna in COLUMNAS[2:])
    # Sin el `WHERE`, SQLite tomaría el `ON` por el de un `JOIN`.
    return (
        f"INSERT INTO {TABLA} ({', '.join(COLUMNAS)}) SELECT * FROM ({sql_de(filas)}) d WHERE true "  # nosec B608
        f"ON CONFLICT (objeto, clase) DO UPDATE SET {nuevas}"
    )


def _reescribir(fuente: Fuente, **filtro) -> tuple[str, ...]:
    """Escribe las entradas de las cosas que cumplen el filtro y borra las de las que ya no deben estar."""
    sobran = fuente.modelo._base_manager.filter(**filtro).exclude(**fuente.donde).order_by().values("pk")
    borrar = f"DELETE FROM {TABLA} WHERE clase = '{fuente.clase}' AND objeto IN ({sql_de(sobran)})"  # nosec B608
    return (*([borrar] if fuente.donde else []), escribir(fuente.derivadas(**filtro)))


def _candados(fuente: Fuente, camino: str) -> Iterator[str]:
    """Los que toma quien escribe en la tabla de `camino` antes de leer; SQLite ya tiene un solo escritor."""
    if connection.vendor == "sqlite":
        return
    suyo = {"pk": RawSQL("NEW.id", [])}  # nosec B611
    modelo, inicio = fuente.columnas[camino][0], f"{camino}__" if camino else ""
    if camino:
        yield f'PERFORM 1 FROM "{modelo._meta.db_table}" WHERE id = NEW.id FOR UPDATE'  # nosec B608
    for otro, (prestador, _) in fuente.columnas.items():
        if otro and otro != camino and otro.startswith(inicio):
            cuales = sql_de(modelo._base_manager.filter(**suyo).order_by().values(otro.removeprefix(inicio)))
            yield f'PERFORM 1 FROM "{prestador._meta.db_table}" WHERE id IN ({cuales}) FOR KEY SHARE'  # nosec B608
    if camino:  # quien cambia a la vez otro de los nombres que usan esas cosas, o las mueve, espera aquí
        cuales = sql_de(fuente.modelo._base_manager.filter(**{camino: suyo["pk"]}).order_by().values("pk"))
        yield (
            f"PERFORM 1 FROM {TABLA} WHERE clase = '{fuente.clase}' AND objeto IN ({cuales}) "  # nosec B608
            "ORDER BY objeto FOR NO KEY UPDATE"
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
        candados = tuple(_candados(fuente, camino))
        reescribir = _reescribir(fuente, **{camino or "pk": RawSQL("NEW.id", [])})  # nosec B611
        de = ", ".join(f'"{columna}"' for columna in columnas)
        yield Disparador(f"{nombre}_update", tabla, f"UPDATE OF {de}", candados + reescribir, _cambia(columnas))
        if not camino:
            yield Disparador(f"{nombre}_insert", tabla, "INSERT", candados + reescribir[-1:])
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
