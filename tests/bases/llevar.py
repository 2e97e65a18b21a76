"""Lleva una base guardada al presente y dice qué se perdió en el camino.

    DATABASE_URL=… python -m tests.bases.llevar tests/bases/2026-11-29.sqlite3.xz [--y-volver]

La base de `DATABASE_URL` debe estar vacía. En SQLite se parte del archivo mismo; en PostgreSQL se llega primero a las
migraciones de la base guardada, se cargan sus filas y sólo entonces se migra. Con `--y-volver` se devuelve después a
las migraciones de la guardada y se trae otra vez. Escribe en JSON la lista de pérdidas.
"""

import hashlib
import json
import lzma
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import django
from django.conf import settings

# Tablas que cualquier arranque escribe: pueden crecer, no perder.
CRECEN = ("auth_permission", "django_content_type", "django_migrations")
SIN_INTERES = ("cache_mipg", "sqlite_sequence")
# El índice de búsqueda se rehace al migrar; que dice lo mismo que los registros lo prueba `comprobar_busqueda`.
INDICE = "mipg_buscador"
# Lo que una migración cambió a propósito: tabla de antes → tabla de ahora, y columnas que ya no dicen lo mismo.
MUDADAS = {"planes_columnarecordada": "expediente_columnarecordada"}
CAMBIADAS: dict[str, tuple[str, ...]] = {"politicas_responsabilidadpolitica": ("fuente",)}


def normal(valor: object) -> object:
    """El mismo valor escrito igual, venga de SQLite o de PostgreSQL."""
    if isinstance(valor, int | float | Decimal):
        valor = int(valor) if isinstance(valor, bool) else valor
        return format(Decimal(repr(valor) if isinstance(valor, float) else valor).normalize(), "f")
    if isinstance(valor, datetime):
        # SQLite guarda la hora UTC sin decirlo.
        return (valor.astimezone(UTC).replace(tzinfo=None) if valor.tzinfo else valor).isoformat(" ")
    if isinstance(valor, date | time):
        return valor.isoformat()
    if isinstance(valor, bytes | memoryview):
        return bytes(valor).hex()
    if isinstance(valor, UUID):
        return valor.hex
    if isinstance(valor, str) and valor[:1] in "[{":
        try:
            return json.dumps(json.loads(valor), sort_keys=True)
        except ValueError:
            return valor
    return valor


def resumen(consultar: Callable[[str], Iterable[tuple]], tabla: str, columnas: list[str]) -> tuple[int, str]:
    """Cuántas filas tiene una tabla y la huella de lo que dicen esas columnas, sin importar el orden."""
    filas = consultar(f"SELECT {', '.join(map(_citada, columnas))} FROM {_citada(tabla)}")
    huellas = sorted(
        hashlib.sha256(json.dumps([normal(v) for v in fila], ensure_ascii=False).encode()).digest() for fila in filas
    )
    return len(huellas), hashlib.sha256(b"".join(huellas)).hexdigest()


def _citada(nombre: str) -> str:
    return '"' + nombre.replace('"', "") + '"'


def tablas_de(guardada: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """Cada tabla con datos de interés y sus columnas."""
    for (tabla,) in guardada.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").fetchall():
        if tabla not in SIN_INTERES and not tabla.startswith(INDICE):
            yield tabla, [fila[1] for fila in guardada.execute(f"PRAGMA table_info({_citada(tabla)})")]


def ultimas_de(guardada: sqlite3.Connection, nodos: Mapping) -> list[tuple[str, str]]:
    """La última migración de cada app en la base guardada."""
    aplicadas = set(guardada.execute("SELECT app, name FROM django_migrations").fetchall())
    # Sólo la última de cada app: pedir también las anteriores sería pedir que se devuelva.
    return [
        llave
        for llave in sorted(aplicadas & nodos.keys())
        if not any(hija.key in aplicadas and hija.key[0] == llave[0] for hija in nodos[llave].children)
    ]


def cargar_en_postgres(guardada: sqlite3.Connection) -> None:
    """Deja PostgreSQL en las migraciones de la base guardada y con sus mismas filas."""
    from django.core.management.color import no_style  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    ejecutor = MigrationExecutor(connection)
    estado = ejecutor.migrate(ultimas_de(guardada, ejecutor.loader.graph.node_map))
    with connection.cursor() as cursor:
        # Ni llaves ni disparadores estorban a quien restaura.
        cursor.execute("SET session_replication_role = replica")
        tablas = {tabla: columnas for tabla, columnas in tablas_de(guardada) if tabla != "django_migrations"}
        cursor.execute(f"TRUNCATE {', '.join(map(_citada, tablas))} CASCADE")
        for tabla, columnas in tablas.items():
            _copiar(cursor, guardada, tabla, columnas)
        modelos = [modelo for modelo in estado.apps.get_models(include_auto_created=True) if modelo._meta.managed]
        for orden in connection.ops.sequence_reset_sql(no_style(), modelos):
            cursor.execute(orden)
        cursor.execute("SET session_replication_role = DEFAULT")


def _copiar(cursor, guardada: sqlite3.Connection, tabla: str, columnas: list[str]) -> None:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND data_type = 'boolean'", [tabla]
    )
    logicas = {nombre for (nombre,) in cursor.fetchall()}
    filas = [
        [bool(v) if c in logicas and v is not None else v for c, v in zip(columnas, fila, strict=True)]
        for fila in guardada.execute(f"SELECT {', '.join(map(_citada, columnas))} FROM {_citada(tabla)}")
    ]
    destino = f"{_citada(tabla)} ({', '.join(map(_citada, columnas))})"
    huecos = ", ".join(["%s"] * len(columnas))
    cursor.executemany(f"INSERT INTO {destino} VALUES ({huecos})", filas)


def filas_perdidas(
    guardada: sqlite3.Connection, mudadas: Mapping[str, str], cambiadas: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Lo que dicen distinto, tabla por tabla, la base guardada y la de ahora.

    `mudadas`: cómo se llaman hoy; `cambiadas`: las columnas que no se comparan.
    """
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:

        def consultar(sql: str) -> Iterable[tuple]:
            cursor.execute(sql)
            return cursor.fetchall()

        actuales = set(connection.introspection.table_names(cursor))
        for tabla, columnas in tablas_de(guardada):
            ahora = mudadas.get(tabla, tabla)
            if ahora not in actuales:
                yield f"falta la tabla {ahora}"
                continue
            columnas = [c for c in columnas if c not in cambiadas.get(tabla, ())]
            quedan = {c.name for c in connection.introspection.get_table_description(cursor, ahora)}
            if faltan := [c for c in columnas if c not in quedan]:
                yield f"{ahora} perdió {', '.join(faltan)}"
                continue
            antes, despues = resumen(guardada.execute, tabla, columnas), resumen(consultar, ahora, columnas)
            if tabla in CRECEN:
                if despues[0] < antes[0]:
                    yield f"{ahora} pasó de {antes[0]} a {despues[0]} filas"
            elif antes != despues:
                yield f"{ahora} tenía {antes[0]} filas y tiene {despues[0]}, o dicen otra cosa"


def perdidas(guardada: sqlite3.Connection) -> Iterator[str]:
    """Lo que la base guardada decía y la de ahora no: filas, columnas, huellas de versiones y cifras congeladas."""
    yield from filas_perdidas(guardada, MUDADAS, CAMBIADAS)
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415

    from planes.models import VersionPlan  # noqa: PLC0415
    from planes.reglas import huella as huella_de_version  # noqa: PLC0415
    from seguimiento.cifras import huella as huella_de_corte  # noqa: PLC0415
    from seguimiento.models import Cifra, Corte  # noqa: PLC0415

    # Sin su modelo, lo que la bitácora dijo de esas filas y quién podía verlas se queda sin dueño.
    for tipo in ContentType.objects.all():
        if tipo.model_class() is None:
            yield f"el tipo {tipo.app_label}.{tipo.model} ya no tiene modelo"
    for version in VersionPlan.objects.all():
        if huella_de_version(version.foto) != version.sha256:
            yield f"la versión {version.pk} no corresponde a su huella"
    for cifra in Cifra.objects.iterator():
        if {llave: cifra.detalle.a_json().get(llave) for llave in cifra.foto} != cifra.foto:
            yield f"la foto de la cifra {cifra.pk} se lee distinta de como se guardó"
    for corte in Corte.objects.exclude(sha256=""):
        if huella_de_corte(corte) != corte.sha256:
            yield f"las cifras de {corte} no corresponden a su huella"


def main(ruta: Path, *, y_volver: bool) -> list[str]:
    """Carga y migra la base de `ruta`; con `y_volver`, va y viene otra vez. Devuelve las pérdidas, si las hay."""
    contenido = lzma.decompress(ruta.read_bytes())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mipg.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    with tempfile.NamedTemporaryFile(suffix=".sqlite3") as copia:
        copia.write(contenido)
        copia.flush()
        guardada = sqlite3.connect(copia.name)
        if connection.vendor == "sqlite":
            Path(settings.DATABASES["default"]["NAME"]).write_bytes(contenido)
        else:
            cargar_en_postgres(guardada)
        call_command("migrate", verbosity=0, interactive=False)
        al_ir = list(perdidas(guardada))
        if not y_volver:
            return al_ir
        # Quien tenga que devolver el código a la versión de antes devuelve también la base, y después vuelve.
        nodos = MigrationLoader(connection).graph.node_map
        for app, migracion in ultimas_de(guardada, nodos):
            if any(hija.key[0] == app for hija in nodos[app, migracion].children):
                call_command("migrate", app, migracion, verbosity=0, interactive=False)
        al_devolver = [f"al devolver, {perdida}" for perdida in filas_perdidas(guardada, {}, {})]
        call_command("migrate", verbosity=0, interactive=False)
        return [*al_ir, *al_devolver, *(f"al volver, {perdida}" for perdida in perdidas(guardada))]


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), y_volver="--y-volver" in sys.argv), ensure_ascii=False))  # noqa: T201
