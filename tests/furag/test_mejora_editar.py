"""Corregir una acción mientras nadie la ha firmado."""

import pytest

from furag.models import AccionMejora
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_se_corrige_sobre_lo_leido_y_lo_escrito_no_se_pierde(client):
    de = m.llevar("formulada")
    client.force_login(de.jefe)
    url = f"/furag/mejoras/{de.mejora.pk}/editar/"
    suyas = [str(pk) for pk in de.mejora.atenciones.values_list("recomendacion", flat=True)]
    dicho = {
        "version": 0,
        "causa": "Otra causa.",
        "recomendaciones": suyas[:1],
        "indice": de.mejora.indice,
        "esperado": "80",
    }
    assert client.post(url, dicho).status_code == 302
    mejora = AccionMejora.objects.get()
    assert (mejora.causa, mejora.esperado, mejora.linea_base, mejora.atenciones.count()) == ("Otra causa.", 80, 60, 1)
    otra_vez = client.post(url, dicho | {"causa": "La mía."})
    assert otra_vez.status_code == 422 and "La mía." in otra_vez.text and "Otra persona guardó" in otra_vez.text


def test_la_suscrita_no_se_corrige_y_dice_la_salida(client):
    de = m.llevar("suscrita")
    client.force_login(de.jefe)
    respuesta = client.get(f"/furag/mejoras/{de.mejora.pk}/editar/", follow=True)
    assert "anule antes la suscripción" in respuesta.text
