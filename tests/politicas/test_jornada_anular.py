"""Anular una jornada."""

import pytest

from tests import fabricas as f

pytestmark = pytest.mark.django_db


def test_con_su_motivo_y_una_sola_vez(cliente_de, sucesos):
    jornada, cliente = f.jornada(), cliente_de(f.persona("secretaria_general"))
    url = f"/politicas/jornadas/{jornada.pk}/anular/"
    assert cliente.post(url, {"version": 0, "motivo": " "}).status_code == 422
    assert cliente.post(url, {"version": 0, "motivo": "No hubo auditorio."}).status_code == 302
    jornada.refresh_from_db()
    assert (jornada.estado, jornada.anulada_motivo, sucesos(jornada)) == ("ANULADA", "No hubo auditorio.", ["anular"])
    assert cliente.get(url).status_code == 302
    assert cliente.post(url, {"version": 1, "motivo": "Otra vez."}).status_code == 422
