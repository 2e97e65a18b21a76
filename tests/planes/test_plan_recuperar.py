"""Recuperar un plan enviado que nadie ha decidido."""

import pytest


def test_vuelve_a_borrador(quien, en_estado, sucesos):
    plan = en_estado("EN_REVISION")
    assert quien.cliente.jefe.post(f"/planes/{plan.pk}/recuperar/").status_code == 302
    plan.refresh_from_db()
    assert plan.estado == "BORRADOR"
    assert sucesos(plan) == ["recuperar"]


@pytest.mark.parametrize("estado", ["BORRADOR", "DEVUELTO", "APROBADO", "PUBLICADO", "CERRADO"])
def test_de_otro_estado_no_se_recupera(quien, en_estado, estado, sucesos):
    plan = en_estado(estado)
    respuesta = quien.cliente.jefe.post(f"/planes/{plan.pk}/recuperar/", follow=True)
    assert "El plan no se recuperó" in respuesta.content.decode()
    plan.refresh_from_db()
    assert plan.estado == estado
    assert sucesos(plan) == []


def test_de_quien_es_y_con_que_metodo(quien, en_estado):
    plan = en_estado("EN_REVISION")
    assert quien.cliente.otro.post(f"/planes/{plan.pk}/recuperar/").status_code == 404
    assert quien.cliente.control.post(f"/planes/{plan.pk}/recuperar/").status_code == 403
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/recuperar/").status_code == 405
