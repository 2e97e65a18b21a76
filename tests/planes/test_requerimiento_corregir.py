"""Corregir el radicado de la respuesta: la historia conserva el que decía."""

from tests.planes import ley
from tests.planes.test_requerimiento_responder import DATOS


def test_se_corrige_con_motivo(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/"
    assert "no hay nada que hacer" in quien.cliente.jefe.get(f"{url}corregir/", follow=True).text
    quien.cliente.jefe.post(f"{url}responder/", DATOS)
    corregido = {"version": 1, "radicado": "EXT-9", "fecha": "2026-07-04", "url": "", "motivo": "Era otro"}
    assert quien.cliente.jefe.post(f"{url}corregir/", corregido).status_code == 302
    pagina = quien.cliente.jefe.get(url).text
    assert "EXT-9" in pagina and "EXT-1" in pagina and "Era otro" in pagina
