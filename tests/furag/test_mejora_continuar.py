"""Continuar en el plan del año siguiente la acción prorrogada más allá del suyo."""

import pytest

from furag.models import AccionMejora
from tests import fabricas as f
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_planeacion_la_continua_y_las_dos_se_enlazan(client):
    de = m.llevar("suscrita")
    m.prorrogar(de)
    url = f"/furag/mejoras/{de.mejora.pk}/continuar/"
    client.force_login(de.planea)
    assert "2027 no está abierta" in client.get(url, follow=True).text
    f.vigencia(2027)
    assert client.get(url).context["form"]["destino"].value() == "nuevo"
    assert client.post(url, {"destino": ""}).status_code == 422
    assert client.post(url, {"destino": "nuevo"}).status_code == 302
    sigue = AccionMejora.objects.get(continua=de.mejora)
    html = client.get(f"/furag/mejoras/{de.mejora.pk}/").text
    assert f"/furag/mejoras/{sigue.pk}/" in html and "No cumplida en el año, prorrogada" in html
    assert "Continúa la de" in client.get(f"/furag/mejoras/{sigue.pk}/").text
    assert "ya sigue" in client.get(url, follow=True).text
