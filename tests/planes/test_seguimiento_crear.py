"""Programar los seguimientos que un plan institucional exige."""

import pytest

from planes.models import SeguimientoDePlan
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")

BIEN = {"nombre": "Primer seguimiento cuatrimestral", "dia": "2026-05-15"}


@pytest.fixture
def plan(quien):
    """Institucional de `quien.propia`."""
    return f.institucional(dependencia=quien.propia, por=quien.jefe)


def test_lo_programa_quien_lo_coordina_y_se_ve_en_el_plan(quien, plan, sucesos):
    url = f"/planes/{plan.pk}/seguimientos/crear/"
    assert quien.cliente.jefe.get(url).status_code == 200
    assert quien.cliente.jefe.post(url, BIEN).status_code == 302
    assert sucesos(plan) == ["programar seguimiento"]
    assert "Primer seguimiento cuatrimestral" in quien.cliente.enlace.get(f"/planes/{plan.pk}/").text
    # Uno por día: un doble clic no deja dos.
    assert "ya tiene un seguimiento en esa fecha" in quien.cliente.jefe.post(url, BIEN).text
    assert "a más tardar de marzo de 2027" in quien.cliente.jefe.post(url, BIEN | {"dia": "2027-05-15"}).text
    assert SeguimientoDePlan.objects.count() == 1
    assert quien.cliente.otro.post(url, BIEN).status_code == 403
    assert quien.cliente.control.post(url, BIEN).status_code == 403


def test_ni_el_de_una_politica_ni_el_de_un_anio_cerrado_los_lleva(quien, plan, en_estado, ahora):
    for otro in (en_estado("BORRADOR"), plan):
        if otro == plan:
            type(plan.vigencia).objects.filter(pk=plan.vigencia_id).update(cerrada_en=ahora, cerrada_por=quien.jefe)
        url = f"/planes/{otro.pk}/seguimientos/crear/"
        assert quien.cliente.jefe.get(url).status_code == 302
        assert quien.cliente.jefe.post(url, BIEN).status_code == 422
    assert not SeguimientoDePlan.objects.exists()
