"""Las bases guardadas llegan al presente, en SQLite y en PostgreSQL, sin perder una fila ni cambiar una huella."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.servicios import RAIZ

BASES = sorted((RAIZ / "tests" / "bases").glob("*.sqlite3.xz"))
# Con otra base, da otro resultado: corre en las dos.
pytestmark = pytest.mark.base


@pytest.fixture
def vacia(tmp_path, request):
    """`DATABASE_URL` de una base vacía del mismo motor que la corrida."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'guardada.sqlite3'}"
        return
    servidor, nombre = urlsplit(os.environ["DATABASE_URL"]), f"guardada_{os.getpid()}_{len(request.node.name)}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as conexion:
        conexion.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(nombre)))
        yield servidor._replace(path=f"/{nombre}").geturl()
        conexion.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(nombre)))


@pytest.mark.parametrize(
    "ruta",
    # Llegar cuesta casi un minuto por base y motor. El camino más largo lo hace SQLite; el de ida y vuelta, PostgreSQL.
    [BASES[0 if connection.vendor == "sqlite" else -1]],
    ids=lambda ruta: ruta.name,
)
def test_la_base_guardada_llega_entera_al_presente(ruta, vacia):
    hecho = subprocess.run(
        # Una versión se devuelve a la de antes: de la última base guardada se va y se vuelve.
        [sys.executable, "-m", "tests.bases.llevar", str(ruta), *(["--y-volver"] if ruta == BASES[-1] else [])],
        cwd=RAIZ,
        env=os.environ | {"DATABASE_URL": vacia},
        capture_output=True,
        text=True,
        check=False,
    )
    assert hecho.returncode == 0, hecho.stderr[-3000:]
    assert json.loads(hecho.stdout.splitlines()[-1]) == []


def test_se_guardan_pocas_bases_y_pequenas():
    """La primera y la última, de menos de un mega cada una: lo de en medio lo traen las dos."""
    assert 1 <= len(BASES) <= 2
    assert all(Path(ruta).stat().st_size <= 2**20 for ruta in BASES)
