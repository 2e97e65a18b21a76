"""Las páginas públicas son iguales para todos: sin sesión, sin galletas y sin nombrar personas."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from time_machine import travel

from mipg.portal.publico import es_publica
from mipg.usuarios.models import Usuario
from tests.mipg import matriz, mundo
from tests.mundos import apartado

pytestmark = pytest.mark.django_db
PUBLICAS = sorted(nombre for nombre, patron in matriz.urls_del_sistema().items() if es_publica(patron.callback))


@pytest.fixture(scope="module")
def _creado(django_db_setup, django_db_blocker, ahora):
    with travel(ahora, tick=False), apartado(django_db_blocker):
        yield mundo.crear()


@pytest.fixture
def creado(creado, time_machine, ahora):
    """El mundo de la matriz, el día en que se creó: su plan publicado tiene versión y PDF."""
    time_machine.move_to(ahora, tick=False)
    return creado


def direccion(nombre: str, creado: mundo.Mundo) -> str:
    return matriz.direccion(nombre, creado.argumentos, matriz.urls_del_sistema()[nombre])


def bytes_de(respuesta) -> bytes:
    return b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content


@pytest.mark.parametrize("nombre", PUBLICAS)
def test_se_guarda_un_rato_no_trae_galletas_y_contesta_304(creado, nombre):
    url, visitante = direccion(nombre, creado), Client()
    primera = visitante.get(url)
    assert primera.status_code == 200
    assert primera["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in primera.get("Vary", "")
    assert not primera.cookies
    for pedir in (visitante.get, visitante.head):
        segunda = pedir(url, headers={"If-None-Match": primera["ETag"]})
        assert (segunda.status_code, segunda.content) == (304, b"")
        assert (segunda["ETag"], segunda["Cache-Control"]) == (primera["ETag"], primera["Cache-Control"])
    assert visitante.get(url, headers={"If-None-Match": '"otra"'}).status_code == 200


@pytest.mark.parametrize("nombre", PUBLICAS)
def test_son_los_mismos_bytes_con_sesion_y_sin_ella_y_nadie_la_mira(creado, consultas, nombre):
    url = direccion(nombre, creado)
    sin_sesion = Client().get(url)
    esperados = bytes_de(sin_sesion)
    for rol in ("enlace", "planeacion"):
        cliente = Client()
        cliente.force_login(creado.personas[rol])
        antes = Session.objects.get(pk=cliente.session.session_key).session_data
        with consultas() as hechas:
            con_sesion = cliente.get(url)
        assert bytes_de(con_sesion) == esperados
        assert con_sesion["ETag"] == sin_sesion["ETag"]
        assert not con_sesion.cookies
        assert [c["sql"] for c in hechas if "session" in c["sql"] or "usuarios_usuario" in c["sql"]] == []
        assert Session.objects.get(pk=cliente.session.session_key).session_data == antes


def test_la_sesion_sigue_viva_despues_de_visitar_el_micrositio(creado):
    cliente = Client()
    cliente.force_login(creado.personas["planeacion"])
    cliente.get("/")
    assert "Hola" in cliente.get("/inicio/").text


def test_una_pagina_del_portal_si_varia_con_la_galleta(creado):
    cliente = Client()
    cliente.force_login(creado.personas["planeacion"])
    respuesta = cliente.get("/inicio/")
    assert "Cookie" in respuesta["Vary"]
    assert "public" not in respuesta.get("Cache-Control", "")


@pytest.mark.parametrize("nombre", PUBLICAS)
def test_ninguna_nombra_personas_ni_correos(creado, nombre):
    texto = bytes_de(Client().get(direccion(nombre, creado))).decode("utf-8", "replace")
    personas = Usuario.objects.all()
    assert personas.count() > 10
    assert [dato for p in personas for dato in (p.nombre, p.email) if dato in texto] == []


def test_el_control_de_las_personas_veria_un_nombre(creado, cliente_de):
    texto = cliente_de(creado.personas["planeacion"]).get("/inicio/").text
    assert creado.personas["planeacion"].nombre in texto


def test_un_error_no_se_guarda(creado):
    respuesta = Client().get("/micrositio/planes/999999/")
    assert respuesta.status_code == 404
    assert "public" not in respuesta.get("Cache-Control", "")
    assert not respuesta.cookies


@pytest.mark.parametrize("nombre", PUBLICAS)
def test_cada_pagina_se_describe_a_los_buscadores(creado, nombre):
    respuesta = Client().get(direccion(nombre, creado))
    if respuesta["Content-Type"].startswith("text/html"):
        descripcion = re.search(r'<meta name="description" content="(.*?)">', respuesta.text, re.S).group(1)
        assert 40 < len(descripcion) < 260
        assert "htmx" not in respuesta.text


def test_el_inicio_de_quien_trabaja_aqui_ya_no_es_la_portada(creado, cliente_de):
    assert Client().get("/inicio/")["Location"] == "/cuenta/login/?next=/inicio/"
    for cliente, inicio in ((cliente_de(creado.personas["jefe"]), "/inicio/"), (Client(), "/")):
        texto = cliente.get("/no-existe/").text
        assert re.findall(r'<a class="(?:marca|boton)"\s+href="(.*?)"', texto) == [inicio, inicio]
