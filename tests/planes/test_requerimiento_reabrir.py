"""Reabrir lo que se cerró, se respondió o se anuló por error."""

from tests.planes import ley


def test_vuelve_a_deberse(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url, cliente = f"/planes/requerimientos/{suyo.pk}/", quien.cliente.planeacion
    cliente.post(f"{url}cerrar/", {"motivo": "Lo retiraron", "version": 0})
    assert quien.cliente.jefe.post(f"{url}reabrir/", {"motivo": "No", "version": 1}).status_code == 403
    assert cliente.post(f"{url}reabrir/", {"motivo": "Insisten", "version": 1}).status_code == 302
    assert url in quien.cliente.jefe.get("/pendientes/").text
