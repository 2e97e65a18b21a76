"""Pegar en la rejilla de una modificación: se entiende igual que en la de un plan, y no guarda nada."""

import pytest

from tests.planes.test_plan_pegar import bloque, fila


@pytest.mark.parametrize("desde", ["", "nombre"])
def test_se_entiende_igual_que_en_un_plan_y_no_guarda_nada(quien, plan, propuesta, desde):
    datos = {"texto": bloque(fila(1)), "desde": desde}
    en_la_rejilla = {"headers": {"X-Requested-With": "mipg-pegar"}}
    suya, del_plan = (
        quien.cliente.jefe.post(f"/planes/{ruta}/pegar/", datos, **en_la_rejilla).json()
        for ruta in (f"propuestas/{propuesta.pk}", plan.pk)
    )
    assert suya == del_plan
    assert suya["filas"]
    assert propuesta.actividades.count() == 2


def test_solo_pega_quien_formula(quien, propuesta):
    url = f"/planes/propuestas/{propuesta.pk}/pegar/"
    assert quien.cliente.jefe.get(url).status_code == 405
    assert quien.cliente.otro.post(url, {"texto": "a\tb"}).status_code in (403, 404)
