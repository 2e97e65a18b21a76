"""Proponer la modificación desde la página del plan."""

import pytest

from planes.models import Propuesta
from tests import fabricas as f


@pytest.fixture
def rige(en_estado):
    """Un plan aprobado con su versión."""
    plan = en_estado("APROBADO")
    f.version(plan)
    return plan


def test_no_se_proponen_dos_a_la_vez(quien, propuesta):
    respuesta = quien.cliente.jefe.post(f"/planes/{propuesta.plan_id}/proponer/", follow=True)
    assert "ya tiene una modificación en curso" in respuesta.content.decode()
    assert Propuesta.objects.count() == 1


def test_la_pagina_del_plan_ofrece_proponer_o_dice_que_hay_una_en_curso(quien, propuesta, rige):
    del_plan = quien.cliente.jefe.get(f"/planes/{rige.pk}/").content.decode()
    assert "Proponer modificación" in del_plan
    assert "Hay una modificación en curso" in quien.cliente.jefe.get(f"/planes/{propuesta.plan_id}/").content.decode()
    respuesta = quien.cliente.jefe.post(f"/planes/{rige.pk}/proponer/")
    abierta = Propuesta.objects.get(plan=rige)
    assert f"/propuestas/{abierta.pk}/" in respuesta.url


def test_quien_no_ve_los_borradores_de_la_dependencia_no_se_entera(quien, propuesta):
    """El plan publicado lo lee cualquiera; que se esté modificando, sólo quien vería el borrador."""
    pagina = quien.cliente.otro.get(f"/planes/{propuesta.plan_id}/")
    assert pagina.status_code == 200
    assert "modificación" not in pagina.content.decode().lower()
    assert quien.cliente.otro.get(f"/planes/propuestas/{propuesta.pk}/").status_code == 404
    assert quien.cliente.control.get(f"/planes/propuestas/{propuesta.pk}/").status_code == 200
