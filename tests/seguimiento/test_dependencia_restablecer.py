"""Restablecer una dependencia suprimida: vuelve a existir con lo suyo que siga vivo."""

import pytest

from mipg.usuarios.models import Dependencia
from seguimiento.acciones import dependencias as acciones
from tests import fabricas as f


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def vieja(db, ahora):
    """Una dependencia con un plan, fusionada con otra."""
    vieja = f.dependencia("Oficina Vieja")
    f.actividad(f.plan("PUBLICADO", dependencia=vieja))
    acciones.suprimir(
        dependencia=vieja, sucesora=f.dependencia("Oficina Nueva"), rige_desde=f.HOY, acto="Decreto 12 de 2026",
        por=f.persona("planeacion"), ahora=ahora,
    )  # fmt: skip
    return vieja


def restablecer(cliente, dependencia, motivo="Era otra."):
    return cliente.post(f"/seguimiento/dependencias/{dependencia.pk}/restablecer/", {"motivo": motivo}, follow=True)


def test_vuelve_a_existir_con_lo_suyo(cliente_de, vieja):
    pagina = restablecer(cliente_de(f.persona("planeacion")), vieja).text
    assert "Oficina Vieja vuelve a existir" in pagina
    assert "Planes que coordina: 1" in pagina
    assert Dependencia.objects.get(pk=vieja.pk).vigente_hasta is None


def test_sin_decir_por_que_no_se_restablece(cliente_de, vieja):
    assert "Diga por qué se restablece" in restablecer(cliente_de(f.persona("planeacion")), vieja, " ").text
    assert Dependencia.objects.get(pk=vieja.pk).vigente_hasta


def test_quien_no_administra_no_restablece(cliente_de, vieja):
    assert restablecer(cliente_de(f.persona("jefe")), vieja).status_code == 403
