"""Eliminar un plan: sólo un borrador vacío que nunca se envió."""

import pytest

from mipg.bitacora.models import Suceso
from planes.models import Plan
from tests import fabricas


@pytest.fixture
def vacio(quien):
    return fabricas.plan(dependencia=quien.propia, por=quien.jefe)


def test_se_elimina_y_queda_en_la_bitacora(quien, vacio):
    assert "¿Eliminar este borrador?" in quien.cliente.jefe.get(f"/planes/{vacio.pk}/").text
    assert quien.cliente.jefe.post(f"/planes/{vacio.pk}/eliminar/")["Location"] == "/planes/"
    assert not Plan.objects.filter(pk=vacio.pk).exists()
    assert "Ya lo había eliminado" in quien.cliente.jefe.post(f"/planes/{vacio.pk}/eliminar/", follow=True).text
    suceso = Suceso.objects.get(verbo="eliminar")
    assert (suceso.object_pk, suceso.actor) == (str(vacio.pk), quien.jefe)


@pytest.mark.parametrize("cambio", ["actividad", "enviado", "DEVUELTO", "EN_REVISION"])
def test_lo_que_ya_tiene_historia_se_queda(quien, vacio, ahora, cambio):
    if cambio == "actividad":
        fabricas.actividad(vacio)
    else:
        estado = "BORRADOR" if cambio == "enviado" else cambio
        Plan.objects.filter(pk=vacio.pk).update(estado=estado, enviado_en=ahora, enviado_por=quien.jefe)
    assert "¿Eliminar este borrador?" not in quien.cliente.jefe.get(f"/planes/{vacio.pk}/").text
    pagina = quien.cliente.jefe.post(f"/planes/{vacio.pk}/eliminar/", follow=True).text
    assert "El plan no se eliminó" in pagina
    assert Plan.objects.filter(pk=vacio.pk).exists()


def test_de_quien_es(quien, vacio):
    assert quien.cliente.jefe.get(f"/planes/{vacio.pk}/eliminar/").status_code == 405
    assert quien.cliente.otro.post(f"/planes/{vacio.pk}/eliminar/").status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control):
        assert cliente.post(f"/planes/{vacio.pk}/eliminar/").status_code == 403
