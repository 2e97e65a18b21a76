"""Pasar un informe de ley a otra dependencia."""

from tests.planes import ley


def test_lo_traslada_planeacion_y_la_nueva_lo_debe(quien, reloj_fijo):
    informe = ley.informe(quien.planeacion, quien.propia)
    url = f"/planes/informes-de-ley/{informe.pk}/trasladar/"
    datos = {"dependencia": quien.ajena.pk, "motivo": "Cambió el manual", "version": 0}
    assert quien.cliente.planeacion.post(url, datos | {"motivo": " "}).status_code == 422
    assert quien.cliente.planeacion.post(url, datos).status_code == 302
    assert "Informe de austeridad" in quien.cliente.otro.get("/pendientes/").text
    igual = quien.cliente.planeacion.post(url, datos | {"version": 1})
    assert igual.status_code == 422 and "Ya lo debe esa dependencia" in igual.text
