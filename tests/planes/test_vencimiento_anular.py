"""Anular una sola presentación."""

from tests.planes import ley


def test_se_anula_esa_y_las_demas_siguen(quien, reloj_fijo):
    informe = ley.informe(quien.planeacion, quien.propia)
    url = f"/planes/vencimientos/{informe.vencimientos.first().pk}/anular/"
    assert quien.cliente.jefe.post(url, {"motivo": "No", "version": 0}).status_code == 403
    assert quien.cliente.planeacion.post(url, {"motivo": "Empezó en abril", "version": 0}).status_code == 302
    assert list(informe.vencimientos.values_list("estado", flat=True)) == ["ANULADO", *["PENDIENTE"] * 3]
