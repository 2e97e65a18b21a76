"""Rol × URL × método: toda URL está declarada en `matriz.txt`, se comporta como dice y lo que sirve está bien hecho.

Cada fila: nombre de la URL, método y el código que recibe cada rol, en el orden de `mundo.ROLES`. Los datos son de la
dependencia del enlace y del jefe; `ajeno` es enlace de otra. Un POST va vacío: 302 es que se hizo, 422 que se pudo
intentar y el formulario volvió, 403 que no le toca y 404 que ni lo ve. «-» es que ese rol no lo pide.
"""

import pytest
from django.db import transaction
from django.forms import BaseForm, BoundField
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import paginas
from tests.mipg import matriz, mundo
from tests.sesiones import entrar

# El admin tiene su propia prueba, modelo por modelo; allauth, la suya. Lo que pintan sí se mira aquí.
URLS = matriz.urls_del_sistema()
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}


def cliente(rol: str, creado: mundo.Mundo) -> Client:
    """Un cliente con la sesión de la persona de ese rol."""
    if rol == "anonimo":
        return Client()
    nuevo = entrar(creado.personas[rol])
    # La primera página estrena la sesión y la escribe: que no sea dentro de lo que se deshace.
    nuevo.get(reverse("portal:inicio"))
    return nuevo


def faltas(respuesta: HttpResponse, url: str) -> list[str]:
    """Lo que una página hace mal: su política de contenido y su HTML. Lo que se descarga lleva su propia política."""
    if not paginas.es_html(respuesta):
        return []
    politica = {d.strip() for d in respuesta.get("Content-Security-Policy", "").split(";")}
    dichas = [] if politica == CSP else [f"la política de contenido es otra: {politica ^ CSP}"]
    return dichas + paginas.faltas(respuesta.text, url) + sin_pintar(respuesta)


def sin_pintar(respuesta: HttpResponse) -> list[str]:
    """Los campos a la vista de los formularios que la vista pasó a su plantilla y la página muestra sólo en parte.

    Un error en uno de ellos no se ve ni se puede corregir. Un grupo de casillas sin opciones no tiene nada que pintar.
    """
    formularios = {
        id(valor): valor
        for capa in getattr(respuesta, "context", None) or []
        for plano in capa
        for valor in plano.values()
        if isinstance(valor, BaseForm)
    }
    return [
        f"no pinta «{campo.html_name}» de {type(formulario).__name__}"
        for formulario in formularios.values()
        if any(_pintado(campo, respuesta) for campo in formulario)
        for campo in formulario.visible_fields()
        if not _pintado(campo, respuesta) and campo.subwidgets
    ]


def _pintado(campo: BoundField, respuesta: HttpResponse) -> bool:
    return f'name="{campo.html_name}' in respuesta.text


def decir(mal: dict[str, list[str]]) -> str:
    """Todo lo que está mal, una falta por renglón."""
    return "\n" + "\n".join(f"{donde} · {falta}" for donde, suyas in mal.items() for falta in suyas)


def recorrer(rol: str, creado: mundo.Mundo) -> tuple[dict[tuple[str, str], str], dict[str, list[str]]]:
    """Lo que el rol recibe de cada URL nuestra con cada método, y lo que está mal en lo que se le sirve.

    Nada de lo hecho queda: cada petición se deshace.
    """
    suyo, recibidos, mal = cliente(rol, creado), {}, {}
    galletas = {nombre: galleta.value for nombre, galleta in suyo.cookies.items()}
    for nombre in filter(matriz.es_nuestra, URLS):
        url = matriz.direccion(nombre, creado.argumentos, URLS[nombre])
        for metodo in matriz.metodos_de(rol):
            with transaction.atomic():
                respuesta = suyo.generic(metodo, url, "vacio=1", "application/x-www-form-urlencoded")
                recibidos[nombre, metodo] = str(respuesta.status_code)
                if encontradas := faltas(respuesta, url):
                    mal[f"{metodo} {nombre}: {respuesta.status_code}"] = encontradas
                transaction.set_rollback(True)
            # Tampoco la llave que estrena la sesión al cerrar las demás.
            for galleta, valor in galletas.items():
                suyo.cookies[galleta] = valor
    return recibidos, mal


def test_toda_url_nuestra_esta_declarada_y_no_sobra_ninguna():
    assert {nombre for nombre in URLS if matriz.es_nuestra(nombre)} == {url for url, _ in matriz.declarada()}


@pytest.mark.django_db
@pytest.mark.parametrize("numero", range(len(mundo.ROLES)), ids=mundo.ROLES)
def test_cada_rol_recibe_lo_declarado_y_bien_hecho(creado, numero):
    rol = mundo.ROLES[numero]
    declarado = {
        (url, metodo): codigos[numero]
        for (url, metodo), codigos in matriz.declarada().items()
        if metodo in matriz.metodos_de(rol)
    }

    recibido, mal = recorrer(rol, creado)

    distinto = {
        " ".join(cual): f"la tabla dice {declarado.get(cual, 'nada')} y recibe {recibido.get(cual, 'nada')}"
        for cual in declarado | recibido
        if declarado.get(cual) != recibido.get(cual)
    }
    assert not distinto, distinto
    assert not mal, decir(mal)


@pytest.mark.django_db
@pytest.mark.parametrize("rol", mundo.ROLES)
def test_las_paginas_de_la_cuenta_estan_bien_hechas(creado, rol):
    suyo, mal = cliente(rol, creado), {}
    for url in matriz.paginas_de_cuenta():
        respuesta = suyo.get(url)
        if encontradas := faltas(respuesta, url):
            mal[f"{url}: {respuesta.status_code}"] = encontradas

    assert not mal, decir(mal)
