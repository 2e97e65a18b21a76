"""La dependencia dice que no es de su competencia, y Planeación lo traslada."""

from tests.planes import ley


def test_el_deber_pasa_a_planeacion_hasta_que_lo_traslada(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/"
    assert quien.cliente.planeacion.post(f"{url}devolver/", {"motivo": "No", "version": 0}).status_code == 403
    assert quien.cliente.jefe.post(f"{url}devolver/", {"motivo": "Es de Educación", "version": 0}).status_code == 302
    assert url not in quien.cliente.jefe.get("/pendientes/").text
    pendientes = quien.cliente.planeacion.get("/pendientes/").text
    assert url in pendientes and "Trasladar el requerimiento" in pendientes
    assert "Es de Educación" in quien.cliente.planeacion.get(f"{url}trasladar/").text
    datos = {"dependencia": quien.ajena.pk, "motivo": "Sí es de ella", "version": 1}
    assert quien.cliente.planeacion.post(f"{url}trasladar/", datos).status_code == 302
    assert url in quien.cliente.otro.get("/pendientes/").text
