"""Anular una prórroga o una respuesta parcial que se registró por error."""

from planes.acciones import actuaciones
from tests.planes import ley


def test_la_anula_quien_lleva_el_requerimiento_y_vuelve_a_vencer_cuando_vencia(quien, reloj_fijo):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    oficio = {"vence": ley.date(2026, 7, 31), "radicado": "OF-1", "fecha": ley.HOY, "version": 0}
    prorroga = actuaciones.prorrogar(requerimiento=suyo, **oficio, por=quien.jefe, ahora=ley.AHORA)
    url = f"/planes/requerimientos/actuaciones/{prorroga.pk}/anular/"
    datos = {"motivo": "Era de otro", "version": 1}
    assert quien.cliente.jefe.post(url, datos).status_code == 403
    viejo = quien.cliente.planeacion.post(url, datos | {"version": 0})
    assert viejo.status_code == 422 and viejo.context["form"]["version"].value() == 1
    assert quien.cliente.planeacion.post(url, datos).status_code == 302
    suyo.refresh_from_db()
    assert suyo.vence == ley.date(2026, 7, 10)
    assert "Era de otro" in quien.cliente.jefe.get(f"/planes/requerimientos/{suyo.pk}/").text
