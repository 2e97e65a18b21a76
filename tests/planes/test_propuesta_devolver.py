"""Devolver observando cada campo donde se lee."""

import pytest

from planes.models import Observacion


@pytest.fixture
def datos(enviada):
    """Una observación sobre la unidad de la actividad 1."""
    linea = enviada.actividades.get(numero="1")
    return {"version": enviada.version, f"sobre_{linea.pk}_unidad": "¿Actas de qué?"}


def test_cada_observacion_queda_en_su_campo_y_se_lee_en_la_pagina(quien, enviada, datos):
    assert quien.cliente.planeacion.post(f"/planes/propuestas/{enviada.pk}/devolver/", datos).status_code == 302
    observacion = Observacion.objects.get()
    assert (observacion.linea.numero, observacion.campo) == ("1", "unidad")
    texto = quien.cliente.jefe.get(f"/planes/propuestas/{enviada.pk}/").content.decode()
    assert "Actividad 1: Unidad de medida" in texto
    assert "¿Actas de qué?" in texto
    # La del plan no la muestra como suya.
    assert "¿Actas de qué?" not in quien.cliente.jefe.get(f"/planes/{enviada.plan_id}/").content.decode()
    rejilla = quien.cliente.jefe.get(f"/planes/propuestas/{enviada.pk}/formular/").text
    assert "¿Actas de qué?" in rejilla
    celda = f"id_{observacion.linea_id}-unidad"
    assert f'<a href="#{celda}">Actividad 1: Unidad de medida</a>' in rejilla
    assert rejilla.count(f'id="{celda}"') == 1


def test_sin_observaciones_no_se_devuelve(quien, enviada):
    url = f"/planes/propuestas/{enviada.pk}/devolver/"
    respuesta = quien.cliente.planeacion.post(url, {"version": enviada.version, "general": "  "})
    assert respuesta.status_code == 422
    assert "al menos una observación" in respuesta.content.decode()


def test_lo_escrito_vuelve_si_la_modificacion_cambio_mientras_tanto(quien, enviada, datos):
    respuesta = quien.cliente.planeacion.post(
        f"/planes/propuestas/{enviada.pk}/devolver/", datos | {"version": enviada.version - 1}
    )
    assert respuesta.status_code == 422
    assert "¿Actas de qué?" in respuesta.content.decode()
    assert not Observacion.objects.exists()
