"""La página en que se revoca lo decidido."""

import pytest
from django.urls import reverse

from tests.politicas.contradichas import contradicha, decidir

pytestmark = pytest.mark.django_db


def test_se_revoca_con_motivo_una_sola_vez(cliente_de):
    m = contradicha()
    decision = decidir(m)
    cliente, url = cliente_de(m.por), reverse("politicas:decision_revocar", args=[decision.pk])
    assert "Acta 3 del Comité" in cliente.get(url).text
    assert cliente.post(url, {"motivo": " "}).status_code == 422
    assert cliente.post(url, {"motivo": "El acta se anuló."}).status_code == 302
    decision.refresh_from_db()
    assert (decision.revocada_por, decision.revocada_motivo) == (m.por, "El acta se anuló.")
    assert cliente.get(url).status_code == 302
    assert "ya revocó" in cliente.post(url, {"motivo": "Otra vez"}).text
