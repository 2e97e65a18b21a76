"""Anular un requerimiento que se registró por error."""

from tests.planes import ley


def test_se_anula_y_su_radicado_queda_libre(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/anular/"
    assert quien.cliente.jefe.post(url, {"motivo": "No", "version": 0}).status_code == 403
    assert quien.cliente.planeacion.post(url, {"motivo": "Era una copia", "version": 0}).status_code == 302
    assert ley.requerimiento(quien.planeacion, quien.ajena).radicado == suyo.radicado
