"""Ampliar una ventana de formulación."""

from datetime import date

import pytest

from politicas.models import Vigencia
from tests import fabricas


@pytest.fixture
def ventana(quien):
    """La general, hasta el 31 de enero."""
    return fabricas.ventana(cierra=date(2026, 1, 31))


def ampliar(cliente, ventana, **cambios):
    return cliente.post(f"/planes/ventanas/{ventana.pk}/ampliar/", {"cierra": "2026-02-28", "motivo": "Paro"} | cambios)


def test_amplia_con_su_motivo_y_la_bitacora_guarda_el_anterior(quien, ventana, sucesos):
    assert quien.cliente.planeacion.get(f"/planes/ventanas/{ventana.pk}/ampliar/").status_code == 200
    assert ampliar(quien.cliente.planeacion, ventana).status_code == 302
    ventana.refresh_from_db()
    assert (ventana.cierra, ventana.motivo) == (date(2026, 2, 28), "Paro")
    assert sucesos(ventana) == ["ampliar"]


@pytest.mark.parametrize("malo", [{"cierra": "2026-01-31"}, {"cierra": "2027-01-31"}, {"motivo": " "}, {"cierra": ""}])
def test_lo_que_no_cuadra_vuelve_al_formulario(quien, ventana, sucesos, malo):
    assert ampliar(quien.cliente.planeacion, ventana, **malo).status_code == 422
    assert sucesos(ventana) == []


def test_solo_planeacion_y_mientras_el_anio_este_abierto(quien, ventana):
    for cliente in (quien.cliente.jefe, quien.cliente.control):
        assert ampliar(cliente, ventana).status_code == 403
    Vigencia.objects.update(cerrada_en=fabricas.AHORA, cerrada_por=quien.planeacion)
    assert ampliar(quien.cliente.planeacion, ventana).status_code == 404
