"""Un número o una fecha que no cabe en ninguna parte, en cada campo de cada página: nunca una falla."""

import re
from itertools import product

import pytest
from django.db import transaction

from tests import paginas
from tests.mipg import matriz, mundo
from tests.mipg.test_matriz import URLS, cliente

pytestmark = pytest.mark.django_db

# Más cifras de las que Python convierte; más de las que caben en una clave primaria.
ABSURDOS = {"de 4.301 cifras": "9" * 4301, "de 19 cifras": "9" * 19}
_NOMBRES = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
_FECHAS = re.compile(r'<input\b(?=[^>]*\btype="date")[^>]*\bname="([^"]+)"')
# La primera y la última que Python conoce: no se les puede restar ni sumar un día.
EXTREMAS = ("0001-01-01", "9999-12-31")
# Los que no están en ningún formulario.
DE_LA_URL = {"anio", "corte", "page", "politica", "tipo", "version"}
# Con uno que no existe, la página responde 404 sin mirar los demás.
TAPAN = {"corte", "version"}


def _texto(respuesta) -> str:
    return respuesta.text if paginas.es_html(respuesta) else ""


def _pedir(suyo, metodo: str, url: str, datos: dict) -> int:
    """El código con que responde, deshaciendo lo que haga."""
    with transaction.atomic():
        try:
            return getattr(suyo, metodo)(url, datos).status_code
        finally:
            transaction.set_rollback(True)


def test_un_numero_absurdo_no_rompe_ninguna_pagina():
    creado, mal = mundo.crear(), set()
    urls = {n: matriz.direccion(n, creado.argumentos, URLS[n]) for n in filter(matriz.es_nuestra, URLS)}
    # Quien más páginas ve, y quien reporta.
    for rol in ("planeacion", "jefe"):
        suyo = cliente(rol, creado)
        # Cada falla se cuenta con su página, y no sólo la primera.
        suyo.raise_request_exception = False
        for nombre, url in urls.items():
            pagina = _texto(suyo.get(url))
            for cual, fecha in product(_FECHAS.findall(pagina), EXTREMAS):
                for metodo in ("get", "post"):
                    if (codigo := _pedir(suyo, metodo, url, {cual: fecha})) >= 500:
                        mal.add(f"{metodo} {nombre} {cual} {fecha}: {codigo}")
            campos = set(_NOMBRES.findall(pagina)) | DE_LA_URL
            for cual, absurdo in ABSURDOS.items():
                todos, codigos = dict.fromkeys(campos, absurdo), {}
                codigos["post"] = _pedir(suyo, "post", url, todos)
                if rol == "planeacion":
                    codigos["get"] = _pedir(suyo, "get", url, todos)
                    if codigos["get"] == 404:
                        resto = {n: v for n, v in todos.items() if n not in TAPAN}
                        codigos["get sin lo que no existe"] = _pedir(suyo, "get", url, resto)
                mal |= {f"{metodo} {nombre} {cual}: {codigo}" for metodo, codigo in codigos.items() if codigo >= 500}
    assert not mal, sorted(mal)
