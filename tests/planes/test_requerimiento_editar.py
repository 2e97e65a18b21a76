"""Corregir lo que se registró mal de un requerimiento: el vencimiento se calcula otra vez."""

from tests.planes import ley
from tests.planes.test_requerimiento_crear import datos


def test_recalcula_el_vencimiento_y_deja_traza(quien, reloj_fijo, sucesos):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/editar/"
    nuevo = datos(quien, plazo="10", version=0, motivo="Eran diez")
    assert quien.cliente.jefe.post(url, nuevo).status_code == 403
    assert quien.cliente.planeacion.post(url, nuevo).status_code == 302
    suyo.refresh_from_db()
    assert suyo.vence == ley.date(2026, 7, 21) and sucesos(suyo) == ["crear", "editar"]
    choca = quien.cliente.planeacion.post(url, nuevo | {"plazo": "3"})
    assert choca.status_code == 422 and "vence el 21/07/2026" in choca.text
