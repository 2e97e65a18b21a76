"""Suscribir ante Planeación la última versión del plan."""

from decimal import Decimal

import pytest

from furag.acciones import mejoras
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
    assert vieja.status_code == 422 and "léalo antes de firmarlo" in vieja.text
    assert client.post(url, {"version": vieja.context["form"].data["version"]}).status_code == 302
    assert Suscripcion.objects.get().version.numero == 2
    assert "ya está suscrita" in client.get(url, follow=True).text


def test_lo_que_cambio_despues_de_leerlo_no_se_firma_sin_verlo(client):
    de = m.llevar("aprobada")
    url = f"/furag/planes/{de.plan.pk}/suscribir/"
    client.force_login(de.jefe)
    leido = client.get(url).context["form"]["version"].value()
    suyas = list(de.mejora.recomendaciones.all())
    mejoras.editar(
        mejora=de.mejora, recomendaciones=suyas, version=0, causa="Otra.", hallazgo="", indice=de.mejora.indice,
        esperado=Decimal("60.5"), sin_indice="", por=de.planea, ahora=f.AHORA,
    )  # fmt: skip
    cambio = client.post(url, {"version": leido})
    assert cambio.status_code == 422 and "Otra." in cambio.text and not Suscripcion.objects.exists()
    client.post(url, {"version": cambio.context["form"].data["version"]})
    assert Suscripcion.objects.get().foto["acciones"][0]["esperado"] == "60.5000"


def test_sin_completar_no_se_firma_y_dice_que_falta(client):
    de = m.llevar("aprobada")
    f.actividad(de.plan, numero="9")
    client.force_login(de.jefe)
    assert "Actividad 9: le falta la causa" in client.get(f"/furag/planes/{de.plan.pk}/suscribir/", follow=True).text
