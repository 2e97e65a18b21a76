"""Retirar la designación que se hizo por error."""

import pytest
from django.urls import reverse

from mipg.bitacora.models import Suceso
from politicas.models import EnlacePolitica
from tests import fabricas

pytestmark = [pytest.mark.django_db]


def test_se_retira_una_vez_con_su_motivo_y_se_designa_otra(enlace, cliente_de, hoy):
    url = reverse("politicas:enlace_retirar", args=[enlace.pk])
    assert cliente_de(fabricas.persona("jefe", fabricas.dependencia())).get(url).status_code == 404
    cliente = cliente_de(fabricas.persona("jefe", enlace.dependencia))
    assert cliente.post(url, {"motivo": " "}).status_code == 422
    assert cliente.post(url, {"motivo": "Era otra persona"}).url == reverse("politicas:enlace_lista")
    assert not EnlacePolitica.objects.exists() and Suceso.objects.filter(verbo="anular").exists()
    assert cliente.post(url, {"motivo": "Otra vez"}).status_code == 404


def test_la_lista_ofrece_retirar_lo_que_empieza_hoy_o_despues_y_terminar_lo_demas(enlace, cliente_de, hoy):
    cliente = cliente_de(fabricas.persona("planeacion"))
    retirar, terminar = (reverse(f"politicas:enlace_{que}", args=[enlace.pk]) for que in ("retirar", "terminar"))
    pagina = cliente.get(reverse("politicas:enlace_lista")).text
    assert retirar in pagina and terminar not in pagina
    EnlacePolitica.objects.update(desde=hoy.replace(day=1))
    pagina = cliente.get(reverse("politicas:enlace_lista")).text
    assert terminar in pagina and retirar not in pagina
