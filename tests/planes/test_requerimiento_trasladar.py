"""Pasar un requerimiento a otra dependencia."""

from tests.planes import ley


def test_lo_traslada_quien_lo_lleva_y_la_anterior_deja_de_verlo(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/"
    datos = {"dependencia": quien.ajena.pk, "motivo": "Es de ella", "version": 0}
    assert quien.cliente.jefe.post(f"{url}trasladar/", datos).status_code == 403
    assert quien.cliente.control.post(f"{url}trasladar/", datos).status_code == 403
    igual = quien.cliente.planeacion.post(f"{url}trasladar/", datos | {"dependencia": quien.propia.pk})
    assert igual.status_code == 422 and "Ya responde esa dependencia" in igual.text
    assert quien.cliente.planeacion.post(f"{url}trasladar/", datos).status_code == 302
    assert quien.cliente.jefe.get(url).status_code == 404
