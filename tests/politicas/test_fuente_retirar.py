"""Retirar la fuente cargada por error."""

import pytest

from politicas.models import Fuente
from tests import fabricas as f


@pytest.fixture
def acto(db):
    return f.fuente("Acto", desde=2027, clase="ACTO", cargada_en=f.AHORA, cargada_por=f.persona())


def test_planeacion_la_retira_con_su_motivo_y_queda_a_la_vista(acto, cliente_de, sucesos):
    cliente, url = cliente_de(f.persona("planeacion")), f"/politicas/fuentes/{acto.pk}/retirar/"
    assert cliente.post(url, {"motivo": ""}).status_code == 422
    assert cliente.post(url, {"motivo": "Era el borrador."}, follow=True).status_code == 200
    assert sucesos(acto) == ["retirar"]
    assert "Era el borrador." in cliente.get(f"/politicas/fuentes/{acto.pk}/").text
    repetida = cliente.post(url, {"motivo": "Otra vez."})
    assert (repetida.status_code, "ya se había retirado" in repetida.text) == (422, True)
    assert Fuente.objects.get(pk=acto.pk).retirada_motivo == "Era el borrador."


@pytest.mark.parametrize("rol", ["enlace", "jefe", "control_interno", "administrador"])
def test_nadie_mas_la_retira(acto, cliente_de, rol):
    assert cliente_de(f.persona(rol)).post(f"/politicas/fuentes/{acto.pk}/retirar/", {"motivo": "x"}).status_code == 403
    assert not Fuente.objects.exclude(retirada_en=None).exists()
