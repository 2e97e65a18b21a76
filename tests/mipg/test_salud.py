"""Salud: viva sin base de datos; lista sólo si la base responde."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from mipg.buscador import indice


def test_viva_no_toca_la_base_de_datos():
    # Sin la marca `django_db`, cualquier consulta haría fallar la prueba.
    respuesta = Client().get("/salud/")
    assert respuesta.status_code == 200
    assert respuesta.json() == {"estado": "viva"}


@pytest.mark.django_db
def test_lista_pregunta_a_la_base(django_assert_num_queries):
    with django_assert_num_queries(1):
        respuesta = Client().get("/salud/lista/")
    assert respuesta.json() == {"estado": "lista", "base_de_datos": "responde", "buscador": "al día"}
    assert "no-store" in respuesta["Cache-Control"]


@pytest.mark.django_db
def test_lista_dice_que_el_buscador_no_se_pone_al_dia_y_como_arreglarlo():
    indice.antes_de_migrar(plan=[("algo", False)])  # y la migración se cae aquí
    respuesta = Client().get("/salud/lista/")
    assert respuesta.status_code == 200  # lo demás sigue sirviendo
    assert "manage.py migrate" in respuesta.json()["buscador"]
    with pytest.raises(CommandError, match="no se está poniendo al día"):
        call_command("comprobar_busqueda", "--rehacer")

    indice.despues_de_migrar(plan=[])  # lo que hace `migrate` cuando ya no queda nada por migrar
    assert Client().get("/salud/lista/").json()["buscador"] == "al día"
    call_command("comprobar_busqueda")


@pytest.mark.django_db
def test_un_disparador_que_ya_no_es_el_de_este_codigo_tambien_se_nota(monkeypatch):
    monkeypatch.setattr(indice, "_esperados", lambda motor: frozenset({"mipg_buscador_otro"}))
    assert "faltan 1 de sus 1" in Client().get("/salud/lista/").json()["buscador"]


@pytest.mark.django_db
def test_sin_base_responde_503_y_no_cuenta_por_que(monkeypatch):
    def cursor():
        raise OperationalError("password authentication failed for user mipg")

    cliente = Client(raise_request_exception=False)
    cliente.cookies[settings.SESSION_COOKIE_NAME] = "cualquiera"
    monkeypatch.setattr(connection, "cursor", cursor)
    for ruta in ("/salud/lista/", "/inicio/"):
        respuesta = cliente.get(ruta)
        assert respuesta.status_code == 503
        assert "password" not in respuesta.text
        assert respuesta.wsgi_request.peticion in respuesta.text
    assert "El portal no responde" in respuesta.text


@pytest.mark.parametrize("ruta", ["/salud/", "/salud/lista/"])
def test_solo_se_lee(ruta, db):
    assert Client().post(ruta).status_code == 405
