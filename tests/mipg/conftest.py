"""El mundo de la matriz, que varios archivos recorren."""

from copy import deepcopy

import pytest

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
