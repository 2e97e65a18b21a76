"""Conservar lo que la modificación iba a retirar."""

from planes.acciones.actividades import eliminar_actividad
from tests import fabricas as f


def test_la_que_se_iba_a_retirar_vuelve(quien, propuesta):
    linea = propuesta.actividades.get(numero="2")
    eliminar_actividad(actividad=linea, por=quien.jefe, ahora=f.AHORA)
    assert quien.cliente.jefe.post(f"/planes/propuestas/lineas/{linea.pk}/conservar/").status_code == 302
    linea.refresh_from_db()
    assert linea.se_retira is False


def test_si_otra_tomo_su_numero_se_dice(quien, propuesta):
    linea = propuesta.actividades.get(numero="2")
    eliminar_actividad(actividad=linea, por=quien.jefe, ahora=f.AHORA)
    propuesta.actividades.filter(numero="1").update(numero="2")
    respuesta = quien.cliente.jefe.post(f"/planes/propuestas/lineas/{linea.pk}/conservar/", follow=True)
    assert "tomó el número 2" in respuesta.content.decode()
    linea.refresh_from_db()
    assert linea.se_retira is True
