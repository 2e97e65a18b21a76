"""Control Interno se pronuncia: primero de lo verificado, después de la efectividad."""

from decimal import Decimal

import pytest

from furag.models import AccionMejora, ConceptoDeControl
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_primero_la_verificacion_y_con_la_medicion_siguiente_la_efectividad(client):
    de = m.llevar("cumplida")
    url = f"/furag/mejoras/{de.mejora.pk}/conceptuar/"
    client.force_login(de.planea)
    assert client.get(url).status_code == 403
    client.force_login(de.audita)
    pagina = client.get(url).text
    # Se opina de lo que se ve: qué verificó Planeación, con qué soporte y qué quedó de cada recomendación.
    assert "Se vio el acta." in pagina and "/expediente/documentos/" in pagina
    assert "<strong>quedó cumplida.</strong>" in pagina and "<strong>no quedó cumplida.</strong>" in pagina
    assert f'href="/seguimiento/mejoras/{de.mejora.pk}/"' in pagina
    conforme = {"clase": "CUMPLIMIENTO", "favorable": "si"}
    assert client.post(url, conforme).status_code == 422
    assert client.post(url, conforme | {"nota": "Se revisó."}).status_code == 302
    assert "medición siguiente" in client.get(url, follow=True).text
    ff.carga({"Alcaldía": {de.mejora.indice: Decimal("72.5")}}, de=ff.medicion(2026))
    html = client.get(url).text
    assert "¿Fue efectiva?" in html and "fue 72,50" in html and "no prueba que la causó" in html
    client.post(url, {"clase": "EFECTIVIDAD", "favorable": "no", "nota": "Volvió a pasar."})
    assert ConceptoDeControl.objects.count() == 2 and AccionMejora.objects.get().estado == "CUMPLIDA"
    assert "No efectiva" in client.get(f"/furag/mejoras/{de.mejora.pk}/").text


def test_enviarlo_dos_veces_no_la_declara_efectiva(client):
    de = m.llevar("cumplida", indice="", esperado=None, sin_indice="No mueve ninguno.")
    url = f"/furag/mejoras/{de.mejora.pk}/conceptuar/"
    client.force_login(de.audita)
    dicho = {"favorable": "si", "nota": "Se revisó.", "clase": client.get(url).context["form"]["clase"].value()}
    assert client.post(url, dicho).status_code == 302
    otra_vez = client.post(url, dicho)
    assert otra_vez.status_code == 422 and "Ya hay una verificación en pie" in otra_vez.text
    assert client.post(url, dicho | {"clase": "OTRA"}).status_code == 422
    assert ConceptoDeControl.objects.get().clase == "CUMPLIMIENTO"
