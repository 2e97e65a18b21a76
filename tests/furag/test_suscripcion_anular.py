"""Anular la última firma de un plan de mejoramiento."""

import pytest

from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_se_anula_con_motivo_y_lo_verificado_lo_impide_diciendolo(client):
    de = m.llevar("suscrita")
    url = f"/furag/suscripciones/{de.suscripcion.pk}/anular/"
    client.force_login(de.enlace)
    assert client.get(url).status_code == 403
    client.force_login(de.jefe)
    assert client.post(url, {"motivo": ""}).status_code == 422
    html = client.post(url, {"motivo": "Faltaba una causa."}, follow=True).text
    assert "Anulada" in html and "Faltaba una causa." in html and "espera la firma" in html
    assert "ya está anulada" in client.get(url, follow=True).text
