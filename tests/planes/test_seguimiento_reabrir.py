"""Reabrir un seguimiento que se dio por hecho sin estarlo: se debe otra vez."""

import pytest

from planes.obligaciones import pendientes
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")


def test_se_debe_otra_vez_con_su_motivo(quien, ahora, sucesos):
    hecho = {"estado": "CUMPLIDO", "cumplido_en": ahora, "cumplido_por": quien.jefe, "cumplido_nota": "Hecho"}
    suyo = f.seguimiento(f.institucional(dependencia=quien.propia), **hecho)
    url = f"/planes/seguimientos/{suyo.pk}/reabrir/"
    assert quien.cliente.jefe.post(url, {"version": 0, "motivo": "x"}).status_code == 403
    assert quien.cliente.planeacion.post(url, {"version": 0, "motivo": " "}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"version": 0, "motivo": "Faltaba el informe."}).status_code == 302
    assert sucesos(suyo.plan) == ["reabrir seguimiento"]
    assert [o.verbo for o in pendientes(f.HOY, quien.jefe.pk) if o.clave == f"seguimiento:{suyo.pk}:cumplir"]
    assert quien.cliente.planeacion.get(url).status_code == 302, "ya no hay nada que reabrir"
