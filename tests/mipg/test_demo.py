"""Los procesos de la demostración: el que muere vuelve, y el que no puede arrancar lo dice."""

import os
import signal

import pytest
from django.core.management import CommandError

from mipg.portal.management.commands.demo import SEGUNDOS_DE_VIDA, Hijo, detener, registro_de


@pytest.fixture
def hijo(settings, tmp_path):
    settings.VAR = tmp_path
    hijo = Hijo("prueba", ["sleep", "60"], dict(os.environ))
    yield hijo
    detener([hijo.proceso])


def test_el_que_muere_de_golpe_vuelve_a_nacer(hijo):
    primero = hijo.proceso
    hijo.nacio -= SEGUNDOS_DE_VIDA
    os.killpg(primero.pid, signal.SIGKILL)
    primero.wait()
    hijo.revivir()
    assert hijo.proceso.pid != primero.pid
    assert hijo.proceso.poll() is None


def test_el_que_vive_no_se_toca(hijo):
    primero = hijo.proceso
    hijo.revivir()
    assert hijo.proceso is primero


def test_el_que_muere_recien_nacido_lo_dice_con_su_registro(hijo):
    os.killpg(hijo.proceso.pid, signal.SIGKILL)
    hijo.proceso.wait()
    with pytest.raises(CommandError, match=str(registro_de("prueba"))):
        hijo.revivir()
