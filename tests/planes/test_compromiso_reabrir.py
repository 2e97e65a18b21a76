"""Reabrir lo que se dio por cumplido sin estarlo."""

from planes.acciones import compromisos
from tests.planes import comite


def test_lo_reabre_con_motivo_quien_lleva_las_sesiones(quien, comprometido, sucesos):
    suyo = comprometido()
    url = f"/planes/compromisos/{suyo.pk}/reabrir/"
    assert quien.cliente.planeacion.post(url, {"motivo": "Aún abierto"}).status_code == 422
    compromisos.cumplir(compromiso=suyo, nota="Se envió", version=0, por=quien.jefe, ahora=comite.AHORA)
    assert url in quien.cliente.planeacion.get(f"/planes/compromisos/{suyo.pk}/").content.decode()
    assert quien.cliente.jefe.post(url, {"motivo": "Era otro"}).status_code == 403
    assert quien.cliente.planeacion.post(url, {"motivo": " "}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"motivo": "Era otro", "version": 1}).status_code == 302
    suyo.refresh_from_db()
    assert (suyo.estado, suyo.cumplido_nota) == ("ABIERTO", "")
    assert sucesos(suyo) == ["crear", "cumplir", "reabrir"]
