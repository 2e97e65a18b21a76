"""Control Interno lee lo que cada quien subió, también lo que no se ha aplicado, y no puede decidir nada sobre ello."""

import re

import pytest

from mipg.expediente.models import Importacion
from tests.mipg import matriz
from tests.sesiones import entrar

PAGINAS = [
    *("planes:importacion_detalle", "portal:personas_importacion"),
    *("portal:dependencias_importacion", "portal:fuentes_importacion"),
]


@pytest.fixture
def direcciones(creado) -> list[str]:
    patrones = matriz.urls_del_sistema()
    return [matriz.direccion(nombre, creado.argumentos, patrones[nombre]) for nombre in PAGINAS]


@pytest.mark.django_db
def test_control_interno_lee_cada_importacion_y_no_la_decide(creado, direcciones):
    auditora = entrar(creado.personas["control_interno"])
    for direccion in direcciones:
        respuesta = auditora.get(direccion)
        assert respuesta.status_code == 200, direccion
        principal = re.search(r"<main.*?</main>", respuesta.text, re.DOTALL)[0]
        assert "Lo subió" in principal
        assert not re.findall(r"<button[^>]*submit|Subir otro", principal), direccion
        assert not re.findall(r"<(?:select|textarea|input type=.(?!hidden))(?![^>]*disabled)[^>]*>", principal)
        for datos in ({"descartar": "1"}, {"leer": "1"}, {"huella": "x"}):
            assert auditora.post(direccion, datos).status_code == 403, direccion
    assert set(Importacion.objects.values_list("estado", flat=True)) == {"SUBIDA"}


@pytest.mark.django_db
def test_el_admin_lleva_a_la_pagina_de_cada_importacion(creado, direcciones):
    lista = entrar(creado.personas["control_interno"]).get("/admin/expediente/importacion/").text
    for direccion in direcciones:
        assert f'href="{direccion}"' in lista


@pytest.mark.django_db
def test_otra_persona_que_no_audita_no_la_ve(creado, direcciones):
    administradora = entrar(creado.personas["administrador"])
    assert [administradora.get(direccion).status_code for direccion in direcciones] == [404] * len(PAGINAS)
