"""Decir hasta qué día alguien es el enlace."""

import pytest
from django.urls import reverse

from politicas.models import EnlacePolitica
from tests import fabricas

pytestmark = [pytest.mark.django_db]


def test_lo_termina_el_jefe_de_la_dependencia_y_el_de_otra_no_lo_ve(enlace, cliente_de, hoy):
    url, datos = reverse("politicas:enlace_terminar", args=[enlace.pk]), {"ultimo": hoy.isoformat()}
    assert cliente_de(fabricas.persona("jefe", fabricas.dependencia())).post(url, datos).status_code == 404
    cliente = cliente_de(fabricas.persona("jefe", enlace.dependencia))
    # El que se designó hoy por error no se termina: se retira.
    assert reverse("politicas:enlace_retirar", args=[enlace.pk]) in cliente.get(url).text
    assert cliente.post(url, {"ultimo": "2072-02-04"}).status_code == 422
    assert cliente.post(url, datos).url == reverse("politicas:enlace_lista")
    assert EnlacePolitica.objects.get().hasta == hoy
    assert "Ya termina" in cliente.post(url, datos).text
