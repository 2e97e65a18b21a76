"""Completar el acto que quedó pendiente."""

import pytest

from planes.models import Plan


@pytest.fixture
def pendiente(en_estado):
    """Un plan aprobado con «acta pendiente»."""
    plan = en_estado("APROBADO")
    plan.acto, plan.acto_numero = "PENDIENTE", ""
    plan.save()
    return plan


DATOS = {"acto": "SESION", "acto_numero": "Acta 03", "acto_fecha": "2026-02-28"}


def test_completa_el_acto(quien, pendiente, sucesos):
    assert quien.cliente.planeacion.get(f"/planes/{pendiente.pk}/acto/completar/").status_code == 200
    assert quien.cliente.planeacion.post(f"/planes/{pendiente.pk}/acto/completar/", DATOS).status_code == 302
    pendiente.refresh_from_db()
    assert pendiente.acto_texto == "Sesión del Comité (acta) 03"
    assert sucesos(pendiente) == ["completar acto"]


def test_sin_numero_vuelve_lleno(quien, pendiente):
    respuesta = quien.cliente.planeacion.post(f"/planes/{pendiente.pk}/acto/completar/", DATOS | {"acto_numero": ""})
    assert respuesta.status_code == 422
    assert 'value="2026-02-28"' in respuesta.content.decode()


def test_el_que_ya_tiene_acto_no_se_toca(quien, en_estado, sucesos):
    plan = en_estado("APROBADO")
    assert quien.cliente.planeacion.get(f"/planes/{plan.pk}/acto/completar/").status_code == 302
    assert quien.cliente.planeacion.post(f"/planes/{plan.pk}/acto/completar/", DATOS).status_code == 422
    assert sucesos(plan) == []


def test_quien(quien, pendiente):
    assert quien.cliente.ajeno.post(f"/planes/{pendiente.pk}/acto/completar/", DATOS).status_code == 404
    for cliente in (quien.cliente.jefe, quien.cliente.control):
        assert cliente.post(f"/planes/{pendiente.pk}/acto/completar/", DATOS).status_code == 403


def test_la_clase_del_acto_no_se_repite_si_ya_viene_con_el_numero():
    assert Plan(acto="RESOLUCION", acto_numero="resolución 99").acto_texto == "resolución 99"
    assert Plan(acto="RESOLUCION", acto_numero="99").acto_texto == "Resolución 99"
