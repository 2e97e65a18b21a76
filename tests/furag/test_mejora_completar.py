"""Completar la acción de una actividad que ya está en el plan."""

import pytest

from furag.models import AccionMejora
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_se_completa_y_la_pagina_lleva_a_corregirla_despues(client):
    de = m.gente()
    plan = f.plan(clase="MEJORAMIENTO", vigencia_medida=2025, dependencia=de.oficina)
    una, acogida = f.actividad(plan), ff.recomendacion(estado="ACOGIDA", politica=plan.politica)
    client.force_login(de.jefe)
    url = f"/furag/actividades/{una.pk}/completar/"
    assert client.post(url, {"causa": "No hay."}).status_code == 422
    dicho = {"causa": "No hay.", "recomendaciones": [acogida.pk], "sin_indice": "No se mide."}
    assert client.post(url, dicho).status_code == 302
    mejora = AccionMejora.objects.get(actividad=una)
    assert list(mejora.recomendaciones.all()) == [acogida]
    assert client.get(url).url == f"/furag/mejoras/{mejora.pk}/editar/"


def test_la_de_otra_clase_de_plan_no_se_completa(client):
    de = m.gente()
    una = f.actividad(f.plan(dependencia=de.oficina))
    client.force_login(de.jefe)
    assert (
        "Sólo las actividades de un plan de mejoramiento"
        in client.get(f"/furag/actividades/{una.pk}/completar/", follow=True).text
    )
