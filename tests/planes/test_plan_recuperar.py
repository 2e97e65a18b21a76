"""Recuperar un plan enviado que nadie ha decidido."""

from datetime import timedelta

import pytest

from planes.acciones import planes


def test_vuelve_a_borrador(quien, en_estado, sucesos):
    plan = en_estado("EN_REVISION")
    assert quien.cliente.jefe.post(f"/planes/{plan.pk}/recuperar/").status_code == 302
    plan.refresh_from_db()
    assert plan.estado == "BORRADOR"
    assert sucesos(plan) == ["recuperar"]


def test_lo_que_se_observo_y_no_se_ha_atendido_vuelve_a_estar_a_la_vista(quien, en_estado, ahora):
    plan, hora = en_estado("EN_REVISION"), timedelta(hours=1)
    planes.devolver(
        plan=plan, observaciones=[{"texto": "Falta la meta."}], version=0, por=quien.planeacion, ahora=ahora
    )
    planes.enviar(plan=plan, por=quien.jefe, ahora=ahora + hora)
    planes.devolver(
        plan=plan, observaciones=[{"texto": "Falta la fecha."}], version=2, por=quien.planeacion, ahora=ahora + 2 * hora
    )
    planes.enviar(plan=plan, por=quien.jefe, ahora=ahora + 3 * hora)
    quien.cliente.jefe.post(f"/planes/{plan.pk}/recuperar/")
    assert list(plan.observaciones.filter(resuelta_en=None).values_list("texto", "resuelta_por")) == [
        ("Falta la fecha.", None)
    ]
    generales = quien.cliente.jefe.get(f"/planes/{plan.pk}/").context["observaciones"]
    assert [observacion.texto for observacion in generales] == ["Falta la fecha."]


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
