"""Dos versiones cualesquiera, una frente a otra."""

import pytest

from tests import fabricas


@pytest.fixture
def con_tres(en_estado):
    """Un plan con tres versiones: de la 1 a la 2 entra una actividad; de la 2 a la 3 cambia la primera."""
    plan = en_estado("PUBLICADO")
    primera = plan.actividades.get()
    fabricas.actividad(plan, numero="7", nombre="La que sigue igual")
    fabricas.version(plan)
    fabricas.actividad(plan, numero="9", nombre="Dictar talleres")
    fabricas.version(plan, 2)
    primera.nombre = "Publicar el informe anual"
    primera.save()
    fabricas.version(plan, 3)
    return plan


def pagina(cliente, plan, **consulta):
    respuesta = cliente.get(f"/planes/{plan.pk}/versiones/comparar/", consulta)
    assert respuesta.status_code == 200
    return respuesta


def test_sin_elegir_compara_la_anterior_con_la_ultima_y_solo_lo_que_cambia(quien, con_tres):
    respuesta = pagina(quien.cliente.jefe, con_tres)
    assert "De la versión 2 a la versión 3" in respuesta.text
    assert "1 actividad que cambia y 2 actividades sin cambios" in respuesta.text
    assert "La que sigue igual" not in respuesta.text
    assert "<ins>" in respuesta.text
    assert "La que sigue igual" in pagina(quien.cliente.jefe, con_tres, ver="todo").text


def test_se_eligen_dos_cualesquiera(quien, con_tres):
    respuesta = pagina(quien.cliente.jefe, con_tres, de="1", a="3")
    assert "1 actividad nueva, 1 actividad que cambia" in respuesta.text
    al_reves = pagina(quien.cliente.jefe, con_tres, de="3", a="1")
    assert "1 actividad que se retira" in al_reves.text
    assert "No cambia nada" in pagina(quien.cliente.jefe, con_tres, de="2", a="2").text


@pytest.mark.parametrize("consulta", [{"de": "x", "a": "99999999999999999999"}, {"ver": "nada"}, {"page": "-3"}])
def test_lo_que_no_se_entiende_no_rompe(quien, con_tres, consulta):
    assert "De la versión 2 a la versión 3" in pagina(quien.cliente.jefe, con_tres, **consulta).text


def test_con_una_sola_se_dice(quien, en_estado):
    plan = en_estado("APROBADO")
    assert "Todavía no hay dos versiones" in pagina(quien.cliente.jefe, plan).text
    fabricas.version(plan)
    assert "Todavía no hay dos versiones" in pagina(quien.cliente.jefe, plan).text


def test_quien_no_ve_el_plan_no_compara(quien, en_estado):
    plan = en_estado("APROBADO")
    assert quien.cliente.ajeno.get(f"/planes/{plan.pk}/versiones/comparar/").status_code == 404


def test_lo_largo_va_por_paginas_y_cuesta_lo_mismo(quien, en_estado, consultas):
    contadas = []
    for cuantas in (1, 45):
        plan = en_estado("APROBADO")
        fabricas.version(plan)
        for _ in range(cuantas):
            fabricas.actividad(plan)
        fabricas.version(plan, 2)
        pagina(quien.cliente.jefe, plan)
        with consultas() as hechas:
            texto = pagina(quien.cliente.jefe, plan).text
        assert texto.count("comparado--nueva") == min(cuantas, 20)
        contadas.append(len(hechas))
    assert contadas[0] == contadas[1]
    assert pagina(quien.cliente.jefe, plan, page=3).text.count("comparado--nueva") == 5
