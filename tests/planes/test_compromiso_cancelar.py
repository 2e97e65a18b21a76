"""Cancelar un compromiso con su motivo."""


def test_lo_cancela_quien_lleva_las_sesiones(quien, comprometido):
    suyo = comprometido()
    url = f"/planes/compromisos/{suyo.pk}/cancelar/"
    assert quien.cliente.jefe.post(url, {"motivo": "No"}).status_code == 403
    assert quien.cliente.planeacion.post(url, {"motivo": ""}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"motivo": "Ya no aplica", "version": 0}).status_code == 302
    suyo.refresh_from_db()
    assert (suyo.estado, suyo.cancelado_motivo) == ("CANCELADO", "Ya no aplica")
