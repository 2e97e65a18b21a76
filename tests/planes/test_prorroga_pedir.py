"""Pedir una prórroga desde la página del plan."""

from datetime import date

import pytest

from planes.models import Prorroga
from tests import fabricas as f

MAYO = date(2026, 5, 10)


@pytest.fixture
def actividad(en_estado, time_machine):
    """Una actividad de un plan publicado que vence el 15 de diciembre; es mayo."""
    time_machine.move_to("2026-05-10 10:00:00-05:00")
    return en_estado("PUBLICADO").actividades.get()


def test_el_enlace_la_pide_y_la_ve_en_el_plan(quien, actividad):
    url = f"/planes/actividades/{actividad.pk}/prorroga/"
    plan = f"/planes/{actividad.plan_id}/"
    assert url in quien.cliente.enlace.get(plan).content.decode()
    assert "La fecha original se sigue viendo" in quien.cliente.enlace.get(url).content.decode()
    datos = {"fecha_nueva": "2026-12-30", "motivo": "El contratista llegó tarde."}
    html = quien.cliente.enlace.post(url, datos, follow=True).content.decode()
    assert "La decide Planeación" in html and "El contratista llegó tarde." in html
    pedida = Prorroga.objects.get()
    assert (pedida.pedida_por, pedida.a_tiempo, pedida.fecha_original) == (quien.enlace, True, actividad.fecha_fin)
    # Con una sin decidir no se pide otra.
    assert quien.cliente.enlace.get(url).status_code == 302


@pytest.mark.parametrize(("campo", "valor"), [("fecha_nueva", "2026-12-15"), ("fecha_nueva", "x"), ("motivo", " ")])
def test_lo_que_no_cuadra_vuelve_dicho_en_su_campo(quien, actividad, campo, valor):
    datos = {"fecha_nueva": "2026-12-30", "motivo": "Falta."} | {campo: valor}
    respuesta = quien.cliente.enlace.post(f"/planes/actividades/{actividad.pk}/prorroga/", datos)
    assert respuesta.status_code == 422 and campo in respuesta.context["form"].errors


def test_vencida_avisa_que_no_mueve_nada(quien, actividad):
    type(actividad).objects.update(fecha_fin=date(2026, 5, 9))
    html = quien.cliente.jefe.get(f"/planes/actividades/{actividad.pk}/prorroga/").content.decode()
    assert "no mueve la fecha ni el trimestre" in html


def test_quien_no_responde_no_la_pide_y_lo_que_no_rige_no_se_prorroga(quien, actividad, en_estado):
    url = f"/planes/actividades/{actividad.pk}/prorroga/"
    assert quien.cliente.comite.get(url).status_code == quien.cliente.ajeno.get(url).status_code == 403
    borrador = f.actividad(f.plan(dependencia=quien.propia))
    assert quien.cliente.jefe.get(f"/planes/actividades/{borrador.pk}/prorroga/").status_code == 302
