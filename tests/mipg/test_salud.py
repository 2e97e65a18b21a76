"""Salud: viva sin base de datos; lista sólo si la base responde."""

import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_viva_no_toca_la_base_de_datos():
    # Sin la marca `django_db`, cualquier consulta haría fallar la prueba.
    respuesta = Client().get("/salud/")
    assert respuesta.status_code == 200
    assert respuesta.json() == {"estado": "viva"}


@pytest.mark.django_db
def test_lista_pregunta_a_la_base(django_assert_num_queries):
    with django_assert_num_queries(1):
        respuesta = Client().get("/salud/lista/")
    assert respuesta.json()["estado"] == "lista"
    assert "no-store" in respuesta["Cache-Control"]


@pytest.mark.django_db
def test_sin_base_responde_503_y_no_cuenta_por_que(monkeypatch):
    def cursor():
        raise OperationalError("password authentication failed for user mipg")

    monkeypatch.setattr(connection, "cursor", cursor)
    respuesta = Client().get("/salud/lista/")
    assert respuesta.status_code == 503
    assert "password" not in respuesta.text


@pytest.mark.parametrize("ruta", ["/salud/", "/salud/lista/"])
def test_solo_se_lee(ruta, db):
    assert Client().post(ruta).status_code == 405
