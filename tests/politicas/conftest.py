"""Las fuentes contra las que se compara el catálogo, y un enlace."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from politicas.acciones import designar_enlace
from tests import fabricas
from tests.politicas.correcciones import corregido

FUENTES = Path(__file__).parent / "fuentes"


@pytest.fixture(scope="session")
def plan_literal() -> str:
    """El plan de acción MIPG 2025, con los espacios y saltos de página colapsados."""
    return _plano((FUENTES / "plan-de-accion-mipg-2025.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def plan_corregido(plan_literal) -> str:
    """El plan de acción MIPG 2025 como el producto lo muestra (véase `correcciones`)."""
    return corregido(plan_literal)


@pytest.fixture(scope="session")
def micrositio_literal() -> set[str]:
    """Los párrafos del micrositio de referencia."""
    return {
        linea.strip()
        for linea in (FUENTES / "micrositio-mipg.txt").read_text(encoding="utf-8").splitlines()
        if linea.strip()
    }


@pytest.fixture(scope="session")
def indices_literales() -> list[tuple[str, str, str]]:
    """(política, código, nombre) de la tabla de índices, en su orden."""
    return re.findall(
        r"^\| (POL\d\d) \| (I\d\d) \| (.+?) \|",
        (FUENTES / "indices-furag.txt").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )


@pytest.fixture(scope="session")
def fixtures() -> dict[str, list[dict]]:
    """Los campos de cada fila de los fixtures, por modelo (`politicas.actor`)."""
    filas: dict[str, list[dict]] = {}
    for archivo in sorted((settings.BASE_DIR / "fixtures").glob("[0-9][0-9]_*.json")):
        for entrada in json.loads(archivo.read_text(encoding="utf-8")):
            filas.setdefault(entrada["model"], []).append(entrada["fields"])
    return filas


@pytest.fixture
def enlace(db, time_machine, ahora, hoy):
    """Uno designado hoy, con el reloj detenido."""
    time_machine.move_to(ahora)
    datos = {"politica": fabricas.politica(), "dependencia": fabricas.dependencia(), "ahora": ahora, "desde": hoy}
    return designar_enlace(persona=fabricas.persona(nombre="Ana Ficticia"), por=fabricas.persona("planeacion"), **datos)


def _plano(texto: str) -> str:
    return " ".join(texto.split())
