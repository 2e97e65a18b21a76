"""La prórroga que concede quien pide, con su oficio."""

from tests.planes import ley


def test_mueve_el_vencimiento_y_cuenta_de_cuando_a_cuando(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/"
    datos = {"version": 0, "vence": "2026-07-31", "radicado": "OF-1", "fecha": "2026-07-06", "texto": "", "url": ""}
    assert quien.cliente.jefe.post(f"{url}prorrogar/", datos | {"vence": "2026-07-10"}).status_code == 422
    assert "entre el 03/07/2026" in quien.cliente.jefe.post(f"{url}prorrogar/", datos | {"fecha": "2026-07-01"}).text
    assert quien.cliente.jefe.post(f"{url}prorrogar/", datos).status_code == 302
    pagina = quien.cliente.jefe.get(url).text
    assert "Vencía el 10/07/2026 y pasó al 31/07/2026" in pagina
    assert "con la prórroga que concedió quien pide" in pagina and "5 días hábiles" not in pagina
