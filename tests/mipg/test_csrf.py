"""Ninguna vista acepta un POST sin el testigo CSRF, salvo las de la lista cerrada."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.mipg import matriz, mundo

# Pública: sin sesión no hay a nombre de quién actuar, y el POST sólo lee.
SIN_TESTIGO = {"portal:verificacion"}
_TESTIGO = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def _vistas(patrones, espacio: str = "") -> Iterator[tuple[str, object]]:
    """Nombre y vista de toda URL, también las de las bibliotecas y las que no tienen nombre."""
    for patron in patrones:
        if isinstance(patron, URLResolver):
            yield from _vistas(patron.url_patterns, patron.namespace or espacio)
        else:
            yield f"{espacio}:{patron.name or patron.pattern}" if espacio else str(patron.name), patron.callback


def _exentas(patrones) -> set[str]:
    return {nombre for nombre, vista in _vistas(patrones) if getattr(vista, "csrf_exempt", False)}


def test_solo_la_lista_cerrada_no_exige_el_testigo():
    assert _exentas(get_resolver().url_patterns) == SIN_TESTIGO


def _direcciones(creado: mundo.Mundo) -> Iterator[tuple[str, str]]:
    for nombre, patron in matriz.urls_del_sistema().items():
        if matriz.es_nuestra(nombre) and nombre not in SIN_TESTIGO:
            yield nombre, matriz.direccion(nombre, creado.argumentos, patron)
    yield from ((url, url) for url in matriz.paginas_de_cuenta())
    yield from ((url, url) for url in matriz.paginas_del_admin())
    yield "admin:logout", reverse("admin:logout")
    for modelo in admin.site._registry:
        nombre = f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_delete"
        yield nombre, reverse(nombre, args=[1])


@pytest.mark.django_db
@pytest.mark.parametrize("rol", ["anonimo", "planeacion"])
def test_un_post_sin_testigo_no_pasa_en_ninguna_direccion(creado, rol):
    cliente = Client(enforce_csrf_checks=True)
    if rol != "anonimo":
        cliente.force_login(creado.personas[rol])
    direcciones = dict(_direcciones(creado))
    assert len(direcciones) > 100
    pasan = {}
    for nombre, url in direcciones.items():
        respuesta = cliente.post(url, {"a": "1"})
        if respuesta.status_code != 403 or "403_csrf.html" not in [p.name for p in respuesta.templates]:
            pasan[nombre] = respuesta.status_code
    assert pasan == {}


@pytest.mark.django_db
def test_con_su_testigo_si_pasa(creado):
    cliente = Client(enforce_csrf_checks=True)
    cliente.force_login(creado.personas["planeacion"])
    url = reverse("planes:plan_crear")
    testigo = _TESTIGO.search(cliente.get(url).text)[1]
    assert cliente.post(url, {"csrfmiddlewaretoken": testigo}).status_code == 422


@pytest.mark.django_db
def test_el_403_culpa_a_lo_que_de_verdad_paso(creado):
    cliente = Client(enforce_csrf_checks=True)
    cliente.force_login(creado.personas["planeacion"])
    url = reverse("planes:plan_crear")
    con_testigo = {"csrfmiddlewaretoken": "x" * 64}
    assert "no guardó la cookie" in cliente.post(url, con_testigo).text
    testigo = _TESTIGO.search(cliente.get(url).text)[1]
    assert "estuvo abierta demasiado tiempo" in cliente.post(url, con_testigo).text
    sin_formulario = cliente.post(url, {"nombre": "x"}).text
    assert "sin ningún formulario" in sin_formulario and "demasiado tiempo" not in sin_formulario
    ajeno = cliente.post(url, {"csrfmiddlewaretoken": testigo}, headers={"origin": "https://malo.test"}).text
    assert "La orden salió de otra página" in ajeno


@pytest.mark.django_db
def test_la_pagina_publica_que_no_lo_exige_responde_y_no_escribe():
    cliente = Client(enforce_csrf_checks=True)
    assert cliente.post(reverse("portal:verificacion"), {"codigo": "NOEXISTE"}).status_code == 422
