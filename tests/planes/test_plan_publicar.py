"""Publicar un plan aprobado."""

import pytest


def test_publica_y_lo_ve_toda_la_entidad(quien, en_estado, sucesos):
    plan = en_estado("APROBADO")
    assert quien.cliente.ajeno.get(f"/planes/{plan.pk}/").status_code == 404
    for _ in range(2):
        assert quien.cliente.planeacion.post(f"/planes/{plan.pk}/publicar/").status_code == 302
    plan.refresh_from_db()
    assert (plan.estado, plan.publicado_por) == ("PUBLICADO", quien.planeacion)
    assert sucesos(plan) == ["publicar"]
    assert quien.cliente.ajeno.get(f"/planes/{plan.pk}/").status_code == 200


@pytest.mark.parametrize("estado", ["BORRADOR", "EN_REVISION", "DEVUELTO", "CERRADO"])
def test_sin_aprobar_no_se_publica(quien, en_estado, estado):
    plan = en_estado(estado)
    respuesta = quien.cliente.planeacion.post(f"/planes/{plan.pk}/publicar/", follow=True)
    assert "El plan no se publicó" in respuesta.content.decode()
    plan.refresh_from_db()
    assert plan.estado == estado


def test_el_que_se_quedo_sin_actividades_no_se_publica(quien, en_estado, ahora):
    plan = en_estado("APROBADO")
    plan.actividades.update(retirada_en=ahora, retirada_por=quien.planeacion)
    assert "Publicar el plan" not in quien.cliente.planeacion.get(f"/planes/{plan.pk}/").text
    respuesta = quien.cliente.planeacion.post(f"/planes/{plan.pk}/publicar/", follow=True)
    assert "se quedó sin actividades" in respuesta.text
    plan.refresh_from_db()
    assert plan.estado == "APROBADO"


def test_quien_y_como(quien, en_estado):
    plan = en_estado("APROBADO")
    for cliente in (quien.cliente.jefe, quien.cliente.control):
        assert cliente.post(f"/planes/{plan.pk}/publicar/").status_code == 403
    assert quien.cliente.planeacion.get(f"/planes/{plan.pk}/publicar/").status_code == 405
