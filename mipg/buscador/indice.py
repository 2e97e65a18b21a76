"""El índice del buscador: lo que se guarda de cada cosa para encontrarla y ordenarla sin leer las cosas mismas.

Se deriva de las tablas de las apps y lo mantienen disparadores, en la misma transacción de quien escribe y escriba como
escriba (`save`, `update`, `bulk_create` o SQL). No es un modelo de la casa: nadie lo edita, y `rehacer` lo vuelve a
escribir entero. Lo crea `migrate`, que aparta los disparadores mientras cambia las tablas.

SQLite lo indexa con FTS5 y PostgreSQL con `pg_trgm`; los dos por trigramas, así que se busca por trozos de palabra.
"""

from collections.abc import Iterator
from functools import cache

from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate, pre_migrate

from mipg.buscador.disparadores import escribir, sql_de, todos
from mipg.buscador.entradas import COLUMNAS, TABLA, TEXTOS, Entrada
from mipg.buscador.fuentes import fuentes


def _puestos(cursor) -> list[tuple[str, str, bool]]:
    """Nombre y tabla de los disparadores que hay, y si están activos."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, tbl_name, true FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    else:
        sql = (
            "SELECT tgname, tgrelid::regclass::text, tgenabled <> 'D' FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgname LIKE %s"
        )
    cursor.execute(sql, [f"{TABLA}%"])
    return cursor.fetchall()


@cache
def _esperados(_motor: str) -> frozenset[str]:
    return frozenset(disparador.nombre for disparador in todos())


def problema(cursor) -> str:
    """Por qué el índice no se está manteniendo y cómo arreglarlo, o vacío si se mantiene. Una consulta."""
    activos = {nombre for nombre, _, activo in _puestos(cursor) if activo}
    esperados = _esperados(connection.vendor)
    if activos == esperados:
        return ""
    return (
        f"El buscador no se está poniendo al día: faltan {len(esperados - activos)} de sus {len(esperados)} "
        f"disparadores y sobran {len(activos - esperados)}, quizá por una migración interrumpida. "
        "Corra «manage.py migrate», que los repone y vuelve a escribir el índice."
    )


def apartar() -> None:
    """Quita los disparadores: una migración puede rehacer una tabla entera, y con ella se perderían en silencio."""
    with connection.cursor() as cursor:
        for nombre, tabla, _ in _puestos(cursor):
            en = f" ON {tabla}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {nombre}{en}")
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {nombre}()")


_COLUMNAS = {campo.column for campo in Entrada._meta.concrete_fields}


def crear() -> None:
    """Crea la tabla y su índice si faltan o si son de otra versión: se derivan enteros.

    Lanza `CommandError` si la base no puede indexar por trigramas.
    """
    with connection.cursor() as cursor:
        hay = TABLA in connection.introspection.table_names(cursor)
        if hay and {c.name for c in connection.introspection.get_table_description(cursor, TABLA)} != _COLUMNAS:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TABLE IF EXISTS {TEXTOS}")
            with connection.schema_editor() as editor:
                editor.delete_model(Entrada)
            hay = False
        if not hay:
            with connection.schema_editor() as editor:
                editor.create_model(Entrada)
        try:
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                    cursor.execute(
                        f"CREATE INDEX IF NOT EXISTS {TEXTOS} ON {TABLA} USING gin (texto gin_trgm_ops)"  # nosec B608
                    )
                else:
                    cursor.execute(
                        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TEXTOS} USING fts5(texto, content='{TABLA}', "
                        "content_rowid='id', tokenize='trigram case_sensitive 1', detail=none)"
                    )
        except DatabaseError as error:
            raise CommandError(SIN_TRIGRAMAS[connection.vendor].format(error=error)) from error


SIN_TRIGRAMAS = {
    "postgresql": (
        "El buscador necesita la extensión «pg_trgm» de PostgreSQL y no se pudo crear. Quien administra la base puede "
        "crearla una vez con «CREATE EXTENSION pg_trgm» (viene en el paquete postgresql-contrib) o dar a este usuario "
        "el permiso CREATE sobre la base. PostgreSQL dijo: {error}"
    ),
    "sqlite": "El buscador necesita SQLite 3.34 o posterior con FTS5, y éste no lo trae. SQLite dijo: {error}",
}


@transaction.atomic
def rehacer() -> None:
    """Vuelve a escribir todas las entradas desde las tablas de las que salen."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Buscar no espera; quien está escribiendo termina antes, y quien llegue después escribe encima.
            cursor.execute(f"LOCK TABLE {TABLA} IN EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {TABLA}")  # nosec B608
        for fuente in fuentes():
            cursor.execute(escribir(fuente.derivadas()))
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {TEXTOS} ({TEXTOS}) VALUES ('rebuild')")  # nosec B608


def diferencias() -> Iterator[str]:
    """Frases con lo que está guardado y no debería, o debería y no está: nada si el índice es igual a lo derivado."""
    guardada = f"SELECT {', '.join(COLUMNAS)} FROM {TABLA} WHERE clase = "  # nosec B608
    with connection.cursor() as cursor:
        for fuente in fuentes():
            derivadas, guardadas = sql_de(fuente.derivadas()), f"{guardada}'{fuente.clase}'"
            for sobra, falta, que in ((guardadas, derivadas, "sobra"), (derivadas, guardadas, "falta")):
                resta = f"SELECT * FROM ({sobra}) a EXCEPT SELECT * FROM ({falta}) b"  # nosec B608
                cursor.execute(f"WITH resta ({', '.join(COLUMNAS)}) AS ({resta}) SELECT objeto FROM resta")  # nosec B608
                yield from (f"{fuente.clase} {objeto}: {que}" for (objeto,) in cursor.fetchall())
        if connection.vendor == "sqlite":
            try:
                cursor.execute(f"INSERT INTO {TEXTOS} ({TEXTOS}, rank) VALUES ('integrity-check', 1)")  # nosec B608
            except DatabaseError:
                yield "el índice de trigramas no corresponde a los textos guardados"


# --- `migrate` y `flush` ------------------------------------------------------------------------------------


def antes_de_migrar(plan=(), **_) -> None:
    """Señal `pre_migrate`: si algo va a cambiar, aparta los disparadores."""
    if plan:
        apartar()


def despues_de_migrar(plan=None, **_) -> None:
    """Señal `post_migrate`, que también envían `flush` (sin `plan`) y la creación de la base de pruebas."""
    ejecutor = MigrationExecutor(connection)
    if ejecutor.migration_plan(ejecutor.loader.graph.leaf_nodes()):
        return  # se migró hasta un punto intermedio: las tablas todavía no son las de los modelos
    if plan is None:
        rehacer()
        return
    with connection.cursor() as cursor:
        if not plan and not problema(cursor):
            return
        crear()
        apartar()
        for disparador in todos():
            for sql in disparador.crear():
                cursor.execute(sql)
    rehacer()


def instalar(app) -> None:
    """Mantiene el índice al migrar y al vaciar la base. `app`, la que avisa: cualquiera con modelos."""
    pre_migrate.connect(antes_de_migrar, sender=app, dispatch_uid=TABLA)
    post_migrate.connect(despues_de_migrar, sender=app, dispatch_uid=TABLA)
