"""Decidir una prórroga viendo antes lo que mueve."""

from datetime import date

import pytest

from planes.models import Actividad, Prorroga
from tests import fabricas as f


@pytest.fixture
def prorroga(quien, en_estado, time_machine):
    """Una pedida a tiempo por el enlace, hasta el 30 de diciembre; es julio."""
    time_machine.move_to(f.AHORA)
    return f.prorroga(en_estado("PUBLICADO").actividades.get(), por=quien.enlace)


def test_planeacion_la_concede_y_la_pagina_del_plan_conserva_la_fecha_original(quien, prorroga):
    url = f"/planes/prorrogas/{prorroga.pk}/decidir/"
    html = quien.cliente.planeacion.get(url).content.decode()
    assert "Cambia la fecha de fin." in html and "Falta el acto." in html
    html = quien.cliente.planeacion.post(url, {"decision": "conceder"}, follow=True).content.decode()
    assert "La prórroga quedó concedida." in html and "Prorrogada: terminaba el 15/12/2026" in html
    assert Actividad.objects.get().fecha_fin == date(2026, 12, 30)
    assert quien.cliente.planeacion.get(url).status_code == 302


def test_negar_sin_motivo_vuelve(quien, prorroga):
    url = f"/planes/prorrogas/{prorroga.pk}/decidir/"
    respuesta = quien.cliente.planeacion.post(url, {"decision": "negar", "motivo": " "})
    assert respuesta.status_code == 422 and "motivo" in respuesta.context["form"].errors
    assert quien.cliente.planeacion.post(url, {"decision": "negar", "motivo": "No."}).status_code == 302
    assert Prorroga.objects.get().estado == "NEGADA"


def test_la_que_usted_pidio_la_decide_otra_persona(quien, prorroga):
    otra = f.persona("planeacion", quien.oficina)
    Prorroga.objects.update(pedida_por=quien.planeacion)
    html = quien.cliente.planeacion.get(f"/planes/prorrogas/{prorroga.pk}/decidir/").content.decode()
    assert f"Puede hacerlo {otra.nombre}" in html and "Decidir</button>" not in html


def test_solo_decide_planeacion(quien, prorroga):
    url = f"/planes/prorrogas/{prorroga.pk}/decidir/"
    assert quien.cliente.otro.post(url, {"decision": "conceder"}).status_code == 404
    assert quien.cliente.jefe.post(url, {"decision": "conceder"}).status_code == 403
