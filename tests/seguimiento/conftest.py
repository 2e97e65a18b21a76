"""Accesorios de las pruebas de seguimiento."""

import pytest
import time_machine

from tests.seguimiento import escenario


@pytest.fixture
def quien(db):
    """Las personas del escenario."""
    return escenario.personas()


@pytest.fixture
def en_t2():
    """El reloj de las vistas, detenido dentro de la captura de T2."""
    with time_machine.travel(escenario.EN_T2, tick=False):
        yield escenario.EN_T2


@pytest.fixture
def abierto(quien):
    """El plan del ejemplo con el corte T2 abierto y nada reportado; T1 no existió para nadie."""
    plan = escenario.aprobar_plan(quien, escenario.del_ejemplo())
    corte = escenario.abrir_solo_t2(quien)
    quien.plan, quien.corte = plan, corte
    quien.informes = escenario.de(corte, "Publicar informes de gestión")
    quien.peticiones = escenario.de(corte, "Responder las peticiones a tiempo")
    return quien
