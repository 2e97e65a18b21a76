"""Rol × URL × método: toda URL está declarada en `matriz.txt` y se comporta como dice.

Cada fila: nombre de la URL, método y el código que recibe cada rol, en el orden de `mundo.ROLES`. Los datos son de la
dependencia del enlace y del jefe; `ajeno` es enlace de otra. Un POST va vacío: 302 es que se hizo, 422 que se pudo
intentar y el formulario volvió, 403 que no le toca y 404 que ni lo ve.
"""

from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.mipg import mundo

TABLA = Path(__file__).with_name("matriz.txt")
NUESTRAS = ("portal", "usuarios", "expediente", "politicas", "planes", "seguimiento")
METODOS = ("GET", "POST", "DELETE")
# El admin tiene su propia prueba, modelo por modelo; allauth, la suya.
APARTE = ("admin",)


def urls_del_sistema() -> list[URLPattern]:
    """Todas las URLs con su espacio de nombres."""

    def recorrer(patrones, espacio=""):
        for patron in patrones:
            if isinstance(patron, URLResolver):
                propio = patron.namespace or espacio
                if propio not in APARTE:
                    yield from recorrer(patron.url_patterns, propio)
            else:
                yield f"{espacio}:{patron.name}" if espacio else patron.name, patron

    return list(recorrer(get_resolver().url_patterns))


def declarada() -> dict[tuple[str, str], list[str]]:
    """`{(url, método): códigos por rol}` según la tabla."""
    filas = {}
    for linea in TABLA.read_text().splitlines():
        if linea.strip() and not linea.startswith("#"):
            url, metodo, *codigos = linea.split()
            filas[url, metodo] = codigos
    return filas


def direccion(nombre: str, argumentos: dict[str, dict], patron: URLPattern) -> str:
    """URL concreta: argumentos propios, o los del sustantivo con que empieza el nombre."""
    if not patron.pattern.converters:
        return reverse(nombre)
    espacio, _, corto = nombre.partition(":")
    sustantivo = corto.partition("_")[0]
    kwargs = argumentos.get(nombre) or argumentos.get(sustantivo) or argumentos[espacio]
    return reverse(nombre, kwargs={k: v for k, v in kwargs.items() if k in patron.pattern.converters})


def codigos(nombre: str, patron: URLPattern) -> dict[str, list[str]]:
    """Lo que de verdad recibe cada rol con cada método; nada de lo hecho queda."""
    creado = mundo.crear()
    url = direccion(nombre, creado.argumentos, patron)
    recibidos = {metodo: [] for metodo in METODOS}
    for rol in mundo.ROLES:
        cliente = Client(raise_request_exception=True)
        if rol != "anonimo":
            cliente.force_login(creado.personas[rol])
        for metodo in METODOS:
            with transaction.atomic():
                respuesta = cliente.generic(metodo, url, "vacio=1", "application/x-www-form-urlencoded")
                recibidos[metodo].append(str(respuesta.status_code))
                transaction.set_rollback(True)
    return recibidos


URLS = dict(urls_del_sistema())


def test_toda_url_nuestra_esta_declarada_y_no_sobra_ninguna():
    nuestras = {nombre for nombre in URLS if nombre.partition(":")[0] in NUESTRAS}

    assert nuestras == {url for url, _ in declarada()}


@pytest.mark.django_db
@pytest.mark.parametrize("nombre", sorted(n for n in URLS if n.partition(":")[0] in NUESTRAS))
def test_cada_rol_recibe_lo_declarado(nombre):
    esperado = declarada()

    assert codigos(nombre, URLS[nombre]) == {
        metodo: esperado.get((nombre, metodo), ["(sin declarar)"]) for metodo in METODOS
    }
