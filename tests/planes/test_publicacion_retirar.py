"""Retirar un documento registrado por error: deja de contar y de descargarse, y se puede registrar el bueno."""

import pytest
from django.test import Client

from planes.obligaciones import pendientes
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")


def test_deja_de_contar_y_de_descargarse_y_se_debe_otra_vez(quien):
    suya = f.publicacion(f.institucional(dependencia=quien.propia))
    url, publica = f"/planes/publicaciones/{suya.pk}/retirar/", f"/micrositio/publicaciones/{suya.pk}/descargar/"
    assert Client().get(publica).status_code == 200
    assert quien.cliente.jefe.post(url, {"version": 0, "motivo": "x"}).status_code == 403
    assert quien.cliente.planeacion.post(url, {"version": 0, "motivo": " "}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"version": 7, "motivo": "x"}).status_code == 422
    assert quien.cliente.planeacion.post(url, {"version": 0, "motivo": "Era otro plan."}).status_code == 302
    assert Client().get(publica).status_code == 404
    pagina = quien.cliente.jefe.get(f"/planes/{suya.plan_id}/").text
    assert "Sin publicar: venció hace" in pagina
    assert "Era otro plan." in pagina
    assert f"/planes/{suya.plan_id}/publicaciones/crear/" in [o.url for o in pendientes(f.HOY, quien.planeacion.pk)]
    assert quien.cliente.planeacion.post(url, {"version": 0, "motivo": "x"}).status_code == 422
