"""Reabrir lo que se presentó o se anuló por error."""

from tests.planes import ley


def test_vuelve_a_deberse(quien, reloj_fijo):
    vencimiento = ley.informe(quien.planeacion, quien.propia).vencimientos.first()
    url, cliente = f"/planes/vencimientos/{vencimiento.pk}", quien.cliente.planeacion
    cliente.post(f"{url}/anular/", {"motivo": "No se debe", "version": 0})
    assert quien.cliente.jefe.post(f"{url}/reabrir/", {"motivo": "Sí", "version": 1}).status_code == 403
    assert cliente.post(f"{url}/reabrir/", {"motivo": "Sí se debe", "version": 1}).status_code == 302
    assert f"{url}/" in quien.cliente.jefe.get("/pendientes/").text
