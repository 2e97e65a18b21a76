"""Cerrar un requerimiento, respondido o no."""

from tests.planes import ley


def test_lo_cierra_quien_lo_lleva_diciendo_por_que(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/"
    assert "dejó de pedirlo" in quien.cliente.planeacion.get(f"{url}cerrar/").text
    assert quien.cliente.jefe.post(f"{url}cerrar/", {"motivo": "Ya", "version": 0}).status_code == 403
    assert quien.cliente.planeacion.post(f"{url}cerrar/", {"motivo": "Lo retiraron", "version": 0}).status_code == 302
    assert "Cerrado sin respuesta" in quien.cliente.jefe.get(url).text
    assert url not in quien.cliente.jefe.get("/pendientes/").text
