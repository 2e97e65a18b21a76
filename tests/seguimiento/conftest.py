"""Accesorios de las pruebas de seguimiento."""

from copy import deepcopy
from types import SimpleNamespace

import pytest
import time_machine

from tests import fabricas as f
from tests.mundos import apartado
from tests.seguimiento import escenario


@pytest.fixture
def quien(db):
    """Las personas del escenario."""
    return escenario.personas()


@pytest.fixture
def alcaldia(en_t2, db, cliente_de):
    """Dos dependencias, `.propia` y `.ajena`, y un cliente con la sesión de cada quien: `.jefe`, `.ajeno` (enlace de
    la otra) y `.planeacion`.
    """
    propia, ajena = f.dependencia(), f.dependencia()
    return SimpleNamespace(
        propia=propia,
        ajena=ajena,
        jefe=cliente_de(f.persona("jefe", propia)),
        otro=cliente_de(f.persona("jefe", ajena)),
        ajeno=cliente_de(f.persona("enlace", ajena)),
        planeacion=cliente_de(f.persona("planeacion")),
    )


@pytest.fixture
def en_t2():
    """El reloj de las vistas, detenido dentro de la captura de T2."""
    with time_machine.travel(escenario.EN_T2, tick=False):
        yield escenario.EN_T2


@pytest.fixture
def abierto(quien):
    """El plan del ejemplo con el corte T2 abierto y nada reportado; T1 no existió para nadie."""
    return escenario.abierto(quien)


@pytest.fixture(scope="module")
def _abierto_del_modulo(django_db_setup, django_db_blocker):
    with apartado(django_db_blocker):
        yield escenario.abierto(escenario.personas())


@pytest.fixture
def abierto_del_modulo(db, _abierto_del_modulo):
    """Lo mismo que `abierto`, construido una vez para todo el módulo (véase `tests.mundos`)."""
    return deepcopy(_abierto_del_modulo)


@pytest.fixture(scope="module")
def _ejemplo_del_modulo(django_db_setup, django_db_blocker):
    with apartado(django_db_blocker):
        quien = escenario.personas()
        ejemplo = escenario.ejemplo(quien)
        ejemplo.quien = quien
        yield ejemplo


@pytest.fixture
def ejemplo(db, _ejemplo_del_modulo):
    """El ejemplo de la especificación al cierre de T2, con sus personas en `.quien`: uno para todo el módulo."""
    return deepcopy(_ejemplo_del_modulo)
