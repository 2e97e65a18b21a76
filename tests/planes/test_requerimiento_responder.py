"""Responder un requerimiento con su radicado y su soporte."""

from tests.planes import ley

DATOS = {"version": 0, "radicado": "EXT-1", "fecha": "2026-07-06", "url": "https://ejemplo.test/oficio", "nota": ""}


def test_lo_responde_el_jefe_con_un_enlace_y_una_sola_vez(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/"
    assert quien.cliente.enlace.post(f"{url}responder/", DATOS).status_code == 403
    antes = quien.cliente.jefe.post(f"{url}responder/", DATOS | {"fecha": "2026-07-01"})
    assert antes.status_code == 422 and "no salió antes" in antes.text
    assert quien.cliente.jefe.post(f"{url}responder/", DATOS).status_code == 302
    pagina = quien.cliente.jefe.get(url).text
    assert "EXT-1" in pagina and "A tiempo" in pagina and "ejemplo.test/oficio" in pagina
    repetido = quien.cliente.jefe.post(f"{url}responder/", DATOS)
    assert repetido.status_code == 422 and "ahora está respondido, radicado EXT-1" in repetido.text
