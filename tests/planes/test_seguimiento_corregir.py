"""Corregir un seguimiento mal programado: lo hace Planeación, con motivo, mientras se deba."""

import pytest

from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")


def test_planeacion_lo_corrige_con_motivo_y_sin_pisar_a_nadie(quien, sucesos):
    suyo = f.seguimiento(f.institucional(dependencia=quien.propia))
    url = f"/planes/seguimientos/{suyo.pk}/corregir/"
    bien = {"version": 0, "nombre": "Segundo", "dia": "2026-09-10", "motivo": "Es cuatrimestral."}
    assert quien.cliente.jefe.post(url, bien).status_code == 403, "quien lo debe no lo mueve"
    assert quien.cliente.planeacion.get(url).status_code == 200
    for mal in ({"motivo": ""}, {"dia": "2028-01-01"}, {"version": 4}):
        assert quien.cliente.planeacion.post(url, bien | mal).status_code == 422, mal
    assert quien.cliente.planeacion.post(url, bien).status_code == 302
    suyo.refresh_from_db()
    assert (suyo.nombre, str(suyo.fecha), suyo.version) == ("Segundo", "2026-09-10", 1)
    assert sucesos(suyo.plan) == ["corregir seguimiento"]
    otro = f.seguimiento(suyo.plan)
    choca = bien | {"version": 1, "dia": str(otro.fecha)}
    assert "ya tiene un seguimiento en esa fecha" in quien.cliente.planeacion.post(url, choca).text
