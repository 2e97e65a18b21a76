"""Informar no decide."""

from planes.models import Resultado


def test_informa_y_el_punto_sigue_pendiente(quien, reunion):
    url = f"/planes/puntos/{reunion.de_plan.pk}/informar/"
    assert quien.cliente.planeacion.post(url, {"texto": " "}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"texto": "Se presentó."}).status_code == 302
    reunion.de_plan.refresh_from_db()
    assert (reunion.de_plan.estado, Resultado.objects.get().clase) == ("PENDIENTE", "INFORMACION")
    assert quien.cliente.jefe.post(url, {"texto": "x"}).status_code == 403
