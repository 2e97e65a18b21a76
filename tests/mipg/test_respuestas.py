"""Respuestas que el navegador no sabría mostrar: htmx sin sesión, 405 en blanco, 400 y 500 con su número."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory

from mipg.portal.errores import error_interno, mala_peticion
from tests import fabricas


def test_htmx_sin_sesion_recarga_el_ingreso_y_vuelve_a_la_pagina_no_al_fragmento(db):
    respuesta = Client().get(
        "/pendientes/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/planes/?estado=BORRADOR"}
    )
    assert respuesta.status_code == 401
    assert respuesta["HX-Redirect"] == "/cuenta/login/?next=%2Fplanes%2F%3Festado%3DBORRADOR"
    assert respuesta.content == b""


@pytest.mark.parametrize("actual", ["https://malo.test//evil.test/x", "javascript:alert(1)", "", "//malo.test"])
def test_la_vuelta_nunca_sale_del_sitio(db, actual):
    respuesta = Client().get("/pendientes/", headers={"HX-Request": "true", "HX-Current-URL": actual})
    destino = respuesta["HX-Redirect"]
    assert destino.startswith("/cuenta/login/")
    entrada = Client().post(
        destino, {"login": fabricas.persona("enlace", email="a@b.co").email, "password": fabricas.CLAVE}
    )
    assert "malo" not in entrada["Location"] and "evil" not in entrada["Location"]


def test_sin_htmx_la_redireccion_es_la_corriente(db):
    assert Client().get("/pendientes/").status_code == 302


def test_htmx_con_sesion_no_se_toca(cliente_de):
    cliente = cliente_de(fabricas.persona("enlace"))
    assert cliente.get("/pendientes/", headers={"HX-Request": "true"}).status_code == 200


def test_el_405_es_una_pagina_y_dice_que_metodos_admite(cliente_de):
    respuesta = cliente_de(fabricas.persona("enlace")).post("/pendientes/")
    assert respuesta.status_code == 405
    assert "GET" in respuesta["Allow"]
    assert "Esa acción no se hace así" in respuesta.text


@pytest.fixture
def peticion():
    peticion = RequestFactory().get("/x/")
    peticion.peticion = "a1b2c3d4"
    return peticion


def test_el_500_dice_el_numero_de_peticion_sin_tocar_la_base(peticion):
    respuesta = error_interno(peticion)
    assert respuesta.status_code == 500
    assert "a1b2c3d4" in respuesta.text


def test_el_400_y_el_413_tambien(peticion):
    assert mala_peticion(peticion, None).status_code == 400
    assert "a1b2c3d4" in mala_peticion(peticion, None).text
    assert mala_peticion(peticion, RequestDataTooBig()).status_code == 413


def test_un_error_antes_de_los_middlewares_no_tiene_numero_y_no_falla():
    assert error_interno(RequestFactory().get("/x/")).status_code == 500
