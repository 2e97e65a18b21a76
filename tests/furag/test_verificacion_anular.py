"""Anular una verificación equivocada de Planeación."""

import pytest

from furag.models import Atencion
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_se_anula_con_sus_constancias_y_con_concepto_encima_no(client):
    de = m.llevar("cumplida")
    url = f"/furag/verificaciones/{de.verificacion.pk}/anular/"
    client.force_login(de.planea)
    assert client.post(url, {"motivo": " "}).status_code == 422
    html = client.post(url, {"motivo": "Era la de otra acción."}, follow=True).text
    assert "Era la de otra acción." in html and not Atencion.objects.exclude(cumplida=None).exists()
    de.verificacion = m.verificar(de.mejora, de)
    m.conceptuar(de.mejora, de)
    respuesta = client.get(f"/furag/verificaciones/{de.verificacion.pk}/anular/", follow=True)
    assert "debe anular antes su concepto" in respuesta.text
