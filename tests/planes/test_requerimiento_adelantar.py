"""Una respuesta parcial no cumple el requerimiento."""

from tests.planes import ley


def test_queda_anotada_y_se_sigue_debiendo(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    url = f"/planes/requerimientos/{suyo.pk}/"
    datos = {"version": 0, "radicado": "EXT-1", "fecha": "2026-07-06", "texto": "Van los de enero", "url": ""}
    assert quien.cliente.jefe.post(f"{url}adelantar/", datos).status_code == 302
    pagina = quien.cliente.jefe.get(url).text
    assert "Respuesta parcial · EXT-1" in pagina and "Van los de enero" in pagina
    assert url in quien.cliente.jefe.get("/pendientes/").text
    assert quien.cliente.jefe.post(f"{url}adelantar/", datos).status_code == 422
