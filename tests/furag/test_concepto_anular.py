"""Anular un concepto equivocado de Control Interno."""

import pytest

from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_lo_anula_control_interno_con_motivo_y_sigue_a_la_vista(client):
    de = m.llevar("conforme")
    url = f"/furag/conceptos/{de.concepto.pk}/anular/"
    client.force_login(de.planea)
    assert client.post(url, {"motivo": "No."}).status_code == 403
    client.force_login(de.audita)
    assert client.post(url, {"motivo": ""}).status_code == 422
    html = client.post(url, {"motivo": "Se leyó mal el acta."}, follow=True).text
    assert "Anulado" in html and "Se leyó mal el acta." in html and "Emitir el concepto" in html
    assert "ya está anulado" in client.get(url, follow=True).text
