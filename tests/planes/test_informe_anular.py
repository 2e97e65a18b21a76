"""Anular un informe de ley con su motivo."""

from tests.planes import ley


def test_deja_de_deberse_y_ya_no_cambia(quien, reloj_fijo):
    informe = ley.informe(quien.planeacion, quien.propia)
    url = f"/planes/informes-de-ley/{informe.pk}/anular/"
    assert "Informe de austeridad" in quien.cliente.jefe.get("/pendientes/").text
    assert quien.cliente.planeacion.post(url, {"motivo": "", "version": 0}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"motivo": "Se derogó", "version": 0}).status_code == 302
    assert "Informe de austeridad" not in quien.cliente.jefe.get("/pendientes/").text
    assert "ya no cambia" in quien.cliente.planeacion.get(url, follow=True).text
