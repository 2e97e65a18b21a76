"""Respuestas que el navegador no sabría mostrar: htmx sin sesión, 405 en blanco, 400 y 500 con su número."""

import io
import logging
import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
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


@pytest.mark.parametrize(
    ("proxies", "dicho", "vale"), [(1, "ab" * 16, True), (0, "ab" * 16, False), (1, "x\ny", False)]
)
def test_el_numero_de_peticion_solo_lo_puede_poner_nuestro_proxy(settings, proxies, dicho, vale):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    peticion = Client().get("/salud/", headers={"X-Request-ID": dicho}).wsgi_request
    assert (peticion.peticion == dicho) is vale
    assert re.fullmatch("[0-9a-f]{32}", peticion.peticion)


def test_lo_que_anuncia_mas_de_lo_que_cabe_se_rechaza_sin_leerlo(db, settings):
    justo = Client().post("/salud/", CONTENT_LENGTH=settings.PETICION_MAXIMA)
    assert justo.status_code == 405
    respuesta = Client().post("/salud/", CONTENT_LENGTH=settings.PETICION_MAXIMA + 1)
    assert respuesta.status_code == 413
    assert respuesta.wsgi_request.peticion in respuesta.text
    assert respuesta.wsgi_request._read_started is False


def test_un_error_antes_de_los_middlewares_no_tiene_numero_y_no_falla():
    assert error_interno(RequestFactory().get("/x/")).status_code == 500


def falla(*args, **kwargs):
    raise RuntimeError("se cayó")


def sin_base(*args, **kwargs):
    raise OperationalError("la conexión se cerró")


@pytest.mark.parametrize("codigo", [400, 403, 404, 405, 413, 429, 500, 503])
def test_toda_pagina_de_error_dice_en_espanol_su_numero_de_peticion(db, settings, monkeypatch, codigo):
    cliente = Client(raise_request_exception=False)
    cliente.force_login(fabricas.persona("planeacion"))
    if codigo == 400:
        respuesta = cliente.get("/admin/planes/plan/?nombre__regex=(")
    elif codigo == 403:
        cliente.force_login(fabricas.persona("enlace"))
        respuesta = cliente.get("/personas/")
    elif codigo == 404:
        respuesta = cliente.get("/no/existe/")
    elif codigo == 405:
        respuesta = cliente.post("/pendientes/")
    elif codigo == 413:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
        respuesta = cliente.post("/planes/crear/", {"clase": "x" * 50})
    elif codigo == 429:
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"change_password": "1/m/user"}
        cambiar = {"oldpassword": "no es", "password1": "x", "password2": "x"}
        respuesta = [cliente.post("/cuenta/password/change/", cambiar) for _ in range(2)][-1]
    else:
        monkeypatch.setattr("planes.views.planes.filtrar_planes", falla if codigo == 500 else sin_base)
        respuesta = cliente.get("/planes/")
    assert respuesta.status_code == codigo
    assert respuesta.wsgi_request.peticion in respuesta.text
    assert 'lang="es-CO"' in respuesta.text and "Traceback" not in respuesta.text
    assert ("Retry-After" in respuesta) == (codigo == 503)
    assert "camera=()" in respuesta["Permissions-Policy"]


@pytest.mark.parametrize("ruta", ["/cuenta/login/", "/salud/", "/planes/"])
def test_nada_del_portal_usa_la_maquina_de_quien_lo_abre(db, ruta):
    politica = Client().get(ruta)["Permissions-Policy"]
    assert all(f"{que}=()" in politica for que in ("camera", "microphone", "geolocation", "payment", "usb"))


@pytest.mark.parametrize("ruta", [
    "/inicio/", "/planes/exportar/?formato=csv", "/planes/plantilla/", "/admin/",
    "/admin/politicas/politica/exportar/csv/", "/no/existe/",
    "/cuenta/password/change/", "/personas/importar/", "/cuenta/login/",
])  # fmt: skip
def test_de_lo_que_se_ve_con_sesion_el_navegador_no_guarda_copia(db, ruta):
    cliente = Client()
    cliente.force_login(fabricas.persona("planeacion"))
    assert "no-store" in cliente.get(ruta)["Cache-Control"]


@pytest.mark.parametrize("ruta", ["/", "/micrositio/planes/", "/robots.txt", "/static/css/fichas.css"])
def test_lo_publico_conserva_su_cache(db, ruta):
    assert "no-store" not in Client().get(ruta)["Cache-Control"]


def test_el_anfitrion_malo_tambien_tiene_numero(db):
    respuesta = Client(raise_request_exception=False).get("/planes/", headers={"host": "malo.test"})
    assert respuesta.status_code == 400
    assert respuesta.wsgi_request.peticion in respuesta.text


@pytest.mark.parametrize(("ruta", "anfitrion"), [
    ("/admin/planes/plan/?nombre__regex=(", "testserver"),
    ("/admin/planes/plan/?nombre%0AERROR+inventado__regex=(", "testserver"),
    ("/planes/", "malo.test"),
])  # fmt: skip
def test_lo_que_se_niega_se_anota_en_una_linea_con_su_numero(db, ruta, anfitrion):
    cliente, salida = Client(raise_request_exception=False), io.StringIO()
    cliente.force_login(fabricas.persona("planeacion"))
    anotador = logging.getLogger("django.security").handlers[0]
    anterior = anotador.setStream(salida)
    try:
        respuesta = cliente.get(ruta, headers={"host": anfitrion})
    finally:
        anotador.setStream(anterior)
    assert respuesta.status_code == 400
    (linea,) = salida.getvalue().splitlines()
    assert respuesta.wsgi_request.peticion in linea
