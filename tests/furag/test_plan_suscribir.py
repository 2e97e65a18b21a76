"""Suscribir ante Planeación la última versión del plan."""

import pytest

from furag.models import Suscripcion
from tests import fabricas as f
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_firma_el_jefe_la_version_que_leyo(client):
    de = m.llevar("aprobada")
    url = f"/furag/planes/{de.plan.pk}/suscribir/"
    client.force_login(de.planea)
    assert client.get(url).status_code == 403
    client.force_login(de.jefe)
    pagina = client.get(url)
    assert "Nadie lo tenía a cargo." in pagina.text
    version = pagina.context["form"]["version"].value()
    f.version(de.plan, 2)
    vieja = client.post(url, {"version": version})
    assert vieja.status_code == 422 and "lea la última versión" in vieja.text
    assert client.post(url, {"version": vieja.context["form"].data["version"]}).status_code == 302
    assert Suscripcion.objects.get().version.numero == 2
    assert "ya está suscrita" in client.get(url, follow=True).text


def test_sin_completar_no_se_firma_y_dice_que_falta(client):
    de = m.llevar("aprobada")
    f.actividad(de.plan, numero="9")
    client.force_login(de.jefe)
    assert "Actividad 9: le falta la causa" in client.get(f"/furag/planes/{de.plan.pk}/suscribir/", follow=True).text
