"""El mundo de la matriz, que varios archivos recorren."""

from copy import deepcopy

import pytest
from django.core.cache import cache

from mipg.usuarios.factor import acciones
from tests import fabricas as f
from tests.factor import SEMILLA
from tests.mipg import mundo
from tests.mundos import apartado


@pytest.fixture(scope="module")
def _creado(django_db_setup, django_db_blocker):
    with apartado(django_db_blocker):
        yield mundo.crear()


@pytest.fixture
def creado(_creado, db):
    """El mundo de la matriz, construido una vez para todo el módulo (véase `tests.mundos`)."""
    return deepcopy(_creado)


@pytest.fixture
def con_factor(db):
    """`con_factor(rol)`: una persona con aplicación y códigos de recuperación; `.codigos` son los suyos."""
    cache.clear()

    def crear(rol: str = "enlace"):
        persona = f.persona(rol)
        acciones.activar_aplicacion(semilla=SEMILLA, por=persona, ahora=f.AHORA)
        persona.codigos = acciones.generar_codigos(por=persona, ahora=f.AHORA)
        return persona

    return crear
