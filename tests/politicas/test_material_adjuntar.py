"""Sumar material a una jornada."""

import pytest

from mipg.expediente.models import Uso
from tests import fabricas as f

pytestmark = pytest.mark.django_db
DATOS = {"titulo": "Fotos", "url": "https://ejemplo.test/fotos", "fecha_documento": "2026-07-06"}


def test_queda_en_su_pagina_y_el_mismo_no_se_repite(cliente_de):
    jornada, cliente = f.jornada("REALIZADA"), cliente_de(f.persona("planeacion"))
    url = f"/politicas/jornadas/{jornada.pk}/material/adjuntar/"
    assert cliente.post(url, DATOS).status_code == 302
    assert "Fotos" in cliente.get(f"/politicas/jornadas/{jornada.pk}/").text
    repetido = cliente.post(url, DATOS)
    assert (repetido.status_code, "ya está adjunto" in repetido.text) == (422, True)
    assert Uso.objects.de(jornada).count() == 1


def test_sin_archivo_ni_enlace_y_a_la_anulada_no(cliente_de):
    cliente = cliente_de(f.persona("planeacion"))
    for jornada, datos in ((f.jornada(), DATOS | {"url": ""}), (f.jornada("ANULADA"), DATOS)):
        assert cliente.post(f"/politicas/jornadas/{jornada.pk}/material/adjuntar/", datos).status_code == 422
    assert not Uso.objects.exists()
