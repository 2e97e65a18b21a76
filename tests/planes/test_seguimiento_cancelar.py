"""Cancelar un seguimiento que no va: deja de deberse y su día queda libre."""

import pytest

from planes.obligaciones import pendientes
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")


def test_deja_de_deberse_y_su_dia_queda_libre(quien, sucesos):
    suyo = f.seguimiento(f.institucional(dependencia=quien.propia))
    url = f"/planes/seguimientos/{suyo.pk}/cancelar/"
    assert quien.cliente.jefe.post(url, {"version": 0, "motivo": "x"}).status_code == 403
    assert quien.cliente.planeacion.post(url, {"version": 0, "motivo": ""}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"version": 0, "motivo": "No aplica."}).status_code == 302
    assert sucesos(suyo.plan) == ["cancelar seguimiento"]
    assert "No aplica." in quien.cliente.jefe.get(f"/planes/{suyo.plan_id}/").text
    assert not [o for o in pendientes(f.HOY, quien.jefe.pk) if o.clave.startswith("seguimiento:")]
    assert quien.cliente.planeacion.post(url, {"version": 1, "motivo": "x"}).status_code == 422
    nuevo = {"nombre": "El bueno", "dia": str(suyo.fecha)}
    assert quien.cliente.jefe.post(f"/planes/{suyo.plan_id}/seguimientos/crear/", nuevo).status_code == 302
