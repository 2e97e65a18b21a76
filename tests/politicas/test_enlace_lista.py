"""La lista de enlaces por política y dependencia."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mipg.usuarios.models import Usuario
from mipg.usuarios.roles import Rol
from politicas.models import EnlacePolitica, Politica
from tests import fabricas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogo_del_modulo")]
URL = "politicas:enlace_lista"


@pytest.mark.parametrize("rol", [None, *Rol.values])
def test_la_ve_quien_designa(rol, cliente_de):
    esperado = 200 if rol in (Rol.PLANEACION, Rol.ADMINISTRADOR, Rol.JEFE) else 403
    assert cliente_de(fabricas.persona(rol)).get(reverse(URL)).status_code == esperado


def test_sin_sesion_lleva_al_ingreso(client):
    assert client.get(reverse(URL)).status_code == 302


def test_solo_se_lee(cliente_de):
    assert cliente_de(fabricas.persona("planeacion")).post(reverse(URL)).status_code == 405


def test_cada_responsable_sin_enlace_sale_como_faltante(cliente_de):
    respuesta = cliente_de(fabricas.persona("planeacion")).get(reverse(URL))
    grupos = {politica.codigo_furag: filas for politica, filas in respuesta.context["grupos"]}
    assert len(grupos) == 19
    assert [f.nombre for f in grupos["POL16"]] == ["Secretaría General", "Dirección de Archivo"]
    assert [f.dependencia for f in grupos["POL19"]] == [None]
    # A la que sólo nombra la tabla que no reparte el trabajo, o apoya, no se le exige.
    assert [fila.falta for fila in grupos["POL16"]] == [True, False]
    assert respuesta.context["faltan"] == 24


def test_un_enlace_vigente_deja_de_faltar_y_uno_terminado_no(cliente_de):
    politica = Politica.objects.de_version_activa().get(codigo_furag="POL07")
    dependencia = politica.responsabilidades.get(rol="LIDER").dependencia
    cliente = cliente_de(fabricas.persona("planeacion"))
    antes = cliente.get(reverse(URL)).context["faltan"]
    enlace = fabricas.persona(nombre="Ana Enlace")
    creado = EnlacePolitica.objects.create(
        politica=politica, dependencia=dependencia, persona=enlace, desde=fabricas.HOY - timedelta(days=900)
    )
    respuesta = cliente.get(reverse(URL))
    assert respuesta.context["faltan"] == antes - 1
    assert "Ana Enlace" in respuesta.content.decode()
    # Quien se fue se sigue viendo, pero ya no cubre a la dependencia.
    Usuario.objects.filter(pk=enlace.pk).update(is_active=False)
    respuesta = cliente.get(reverse(URL))
    assert respuesta.context["faltan"] == antes
    assert "Ana Enlace" in respuesta.content.decode()
    Usuario.objects.filter(pk=enlace.pk).update(is_active=True)
    creado.hasta = creado.desde
    creado.save()
    assert cliente.get(reverse(URL)).context["faltan"] == antes


def test_las_consultas_no_crecen_con_los_enlaces(cliente_de, consultas, hoy):
    cliente = cliente_de(fabricas.persona("planeacion"))
    cliente.get(reverse(URL))
    politicas = list(Politica.objects.de_version_activa())
    cuentas = []
    for cuantos in (2, 48):
        for n in range(cuantos):
            EnlacePolitica.objects.create(
                politica=politicas[n % 19],
                dependencia=fabricas.dependencia(),
                persona=fabricas.persona(),
                desde=hoy - timedelta(days=400),
            )
        with consultas() as hechas:
            respuesta = cliente.get(reverse(URL))
        cuentas.append(len(hechas))
    assert sum(len(f.enlaces) for _, filas in respuesta.context["grupos"] for f in filas) == 50
    assert cuentas[0] == cuentas[1]
