"""Corregir cuándo vence una presentación."""

from tests.planes import ley


def test_la_fecha_es_de_su_vigencia_y_la_corrige_quien_lo_lleva(quien, reloj_fijo):
    vencimiento = ley.informe(quien.planeacion, quien.propia).vencimientos.first()
    url = f"/planes/vencimientos/{vencimiento.pk}/editar/"
    datos = {"version": 0, "periodo": "Enero a marzo", "vence": "2026-04-20", "motivo": "La norma dice 20"}
    assert quien.cliente.jefe.post(url, datos).status_code == 403
    assert "vence entre" in quien.cliente.planeacion.post(url, datos | {"vence": "2028-04-20"}).text
    assert quien.cliente.planeacion.post(url, datos).status_code == 302
    vencimiento.refresh_from_db()
    assert (vencimiento.periodo, vencimiento.vence) == ("Enero a marzo", ley.date(2026, 4, 20))
