"""Designar el enlace de una dependencia para una política."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mipg.bitacora.models import Suceso
from mipg.usuarios.roles import Rol
from politicas.models import EnlacePolitica
from tests import fabricas

pytestmark = pytest.mark.django_db
URL = "politicas:enlace_designar"


@pytest.fixture(autouse=True)
def _reloj(time_machine, ahora):
    time_machine.move_to(ahora)


@pytest.fixture
def datos(hoy):
    return {
        "politica": fabricas.politica().pk,
        "dependencia": fabricas.dependencia().pk,
        "persona": fabricas.persona(nombre="Ana Ficticia").pk,
        "desde": hoy.isoformat(),
    }


@pytest.mark.parametrize("rol", [None, *Rol.values])
@pytest.mark.parametrize("metodo", ["get", "post"])
def test_la_usa_quien_asigna_personas(rol, metodo, datos, cliente_de):
    respuesta = getattr(cliente_de(fabricas.persona(rol)), metodo)(reverse(URL), datos)
    puede = rol in (Rol.PLANEACION, Rol.ADMINISTRADOR)
    assert respuesta.status_code == ((200 if metodo == "get" else 302) if puede else 403)
    assert EnlacePolitica.objects.exists() == (puede and metodo == "post")


def test_sin_sesion_lleva_al_ingreso_y_no_escribe(client, datos):
    assert client.post(reverse(URL), datos).status_code == 302
    assert not EnlacePolitica.objects.exists()


def test_otro_metodo_no_se_admite(cliente_de):
    assert cliente_de(fabricas.persona("planeacion")).delete(reverse(URL)).status_code == 405


def test_designa_avisa_y_vuelve_a_la_lista(datos, cliente_de):
    por = fabricas.persona("planeacion")
    respuesta = cliente_de(por).post(reverse(URL), datos)
    assert respuesta.status_code == 302
    assert respuesta.url == reverse("politicas:enlace_lista")
    enlace = EnlacePolitica.objects.get()
    assert enlace.persona.nombre == "Ana Ficticia"
    suceso = Suceso.objects.de(enlace).con_verbo().get()
    assert (suceso.actor, suceso.origen) == (por, "petición")


def test_propone_la_politica_y_la_dependencia_de_la_direccion(datos, cliente_de, hoy):
    form = (
        cliente_de(fabricas.persona("planeacion"))
        .get(reverse(URL), {"politica": datos["politica"], "dependencia": datos["dependencia"]})
        .context["form"]
    )
    assert form["politica"].value() == str(datos["politica"])
    assert form["dependencia"].value() == str(datos["dependencia"])
    assert form["desde"].value() == hoy


def test_una_direccion_con_basura_no_falla(cliente_de):
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert cliente.get(reverse(URL), {"politica": "x' OR 1=1", "dependencia": "-1"}).status_code == 200


def test_lo_que_falta_vuelve_con_su_error_y_lo_escrito(datos, cliente_de):
    respuesta = cliente_de(fabricas.persona("planeacion")).post(reverse(URL), datos | {"persona": ""})
    assert respuesta.status_code == 422
    form = respuesta.context["form"]
    assert list(form.errors) == ["persona"]
    assert form["politica"].value() == str(datos["politica"])
    assert not EnlacePolitica.objects.exists()


def test_lo_que_la_regla_impide_sale_junto_a_su_campo(datos, cliente_de):
    auditora = fabricas.persona("control_interno")
    respuesta = cliente_de(fabricas.persona("planeacion")).post(reverse(URL), datos | {"persona": auditora.pk})
    assert "Control Interno" in respuesta.context["form"].errors["persona"][0]
    assert not EnlacePolitica.objects.exists()


def test_el_mismo_formulario_dos_veces_deja_un_enlace(datos, cliente_de):
    cliente = cliente_de(fabricas.persona("planeacion"))
    assert cliente.post(reverse(URL), datos).status_code == 302
    assert cliente.post(reverse(URL), datos).context["form"].errors["desde"]
    assert EnlacePolitica.objects.count() == 1


def test_no_ofrece_personas_inactivas_ni_retiradas(datos, cliente_de, hoy):
    inactiva = fabricas.persona(is_active=False)
    retirada = fabricas.persona(vinculo_hasta=hoy - timedelta(days=1))
    cliente = cliente_de(fabricas.persona("planeacion"))
    for persona in (inactiva, retirada):
        respuesta = cliente.post(reverse(URL), datos | {"persona": persona.pk})
        assert list(respuesta.context["form"].errors) == ["persona"]
