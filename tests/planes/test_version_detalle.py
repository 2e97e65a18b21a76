"""Una versión, como se aprobó."""

import pytest

from planes.models import VersionPlan
from tests import fabricas


@pytest.fixture
def con_tres(en_estado):
    """Un plan publicado con tres versiones: en la segunda entró una actividad y en la tercera cambió la primera."""
    plan = en_estado("PUBLICADO")
    fabricas.version(plan)
    fabricas.actividad(plan, numero="2", nombre="Dictar talleres")
    fabricas.version(plan, 2)
    primera = plan.actividades.get(numero="1")
    primera.nombre = "Publicar el informe anual"
    primera.save()
    fabricas.version(plan, 3)
    return plan


def test_se_lee_como_se_aprobo_y_lleva_a_la_que_la_reemplazo_y_a_la_anterior(quien, con_tres):
    primera = quien.cliente.jefe.get(f"/planes/{con_tres.pk}/versiones/1/").text
    assert "Publicar el informe<" in primera.replace("\n", "").replace("  ", "")
    assert "Dictar talleres" not in primera
    assert "La reemplazó la" in primera
    assert "La que rige es la" in primera
    assert "Es la primera." in primera
    tercera = quien.cliente.jefe.get(f"/planes/{con_tres.pk}/versiones/3/").text
    assert "Es la versión que rige." in tercera
    assert "Antes rigió la" in tercera
    assert "La reemplazó" not in tercera


def test_una_copia_que_no_da_su_huella_se_dice(quien, con_tres):
    direccion = f"/planes/{con_tres.pk}/versiones/2/"
    assert "no da su huella" not in quien.cliente.jefe.get(direccion).text
    VersionPlan.objects.filter(plan=con_tres, numero=2).update(sha256="0" * 64)
    assert "no da su huella" in quien.cliente.jefe.get(direccion).text


def test_quien_no_ve_el_plan_no_ve_sus_versiones(quien, en_estado):
    plan = en_estado("APROBADO")
    fabricas.version(plan)
    assert quien.cliente.ajeno.get(f"/planes/{plan.pk}/versiones/1/").status_code == 404
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/versiones/2/").status_code == 404


def test_cuesta_lo_mismo_con_1_que_con_60_actividades(quien, en_estado, consultas):
    contadas = []
    for cuantas in (1, 60):
        plan = en_estado("APROBADO")
        for _ in range(cuantas):
            fabricas.actividad(plan).apoyos.add(quien.ajena)
        fabricas.version(plan)
        quien.cliente.jefe.get(f"/planes/{plan.pk}/versiones/1/")
        with consultas() as hechas:
            assert quien.cliente.jefe.get(f"/planes/{plan.pk}/versiones/1/").status_code == 200
        contadas.append(len(hechas))
    assert contadas[0] == contadas[1]
