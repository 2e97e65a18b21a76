"""Quien perdió su segundo factor lo recupera por otra persona: nadie se lo borra sin que se entere."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from mipg.avisos.models import Mensaje
from mipg.usuarios.acciones.cambios import aplicar_vencidos
from mipg.usuarios.factor import acciones as factor
from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.roles import ESPERA
from tests import fabricas
from tests.factor import SEMILLA


def con_factor(rol):
    persona = fabricas.persona(rol)
    factor.activar_aplicacion(semilla=SEMILLA, por=persona, ahora=timezone.now())
    factor.generar_codigos(por=persona, ahora=timezone.now())
    return persona


def pedir(cliente, persona, motivo="Vino con su cédula."):
    return cliente.post(f"/personas/{persona.pk}/factor/reiniciar/", {"motivo": motivo}, follow=True)


def tiene(persona):
    return Authenticator.objects.filter(user=persona).exists()


def test_el_de_planeacion_lo_confirma_otra_persona(cliente_de):
    perdio, otra = con_factor("planeacion"), fabricas.persona("administrador")
    assert "quedó por confirmar" in pedir(cliente_de(fabricas.persona("planeacion")), perdio).text
    assert tiene(perdio) and Mensaje.objects.filter(destino=perdio.email, texto__contains="detener").exists()
    cambio = CambioDeCuenta.objects.get()
    cliente_de(otra).post(f"/personas/cambios/{cambio.pk}/confirmar/")
    assert not tiene(perdio)


def test_el_de_un_enlace_espera_un_dia(cliente_de):
    perdio = con_factor("enlace")
    assert "se aplicará el" in pedir(cliente_de(fabricas.persona("planeacion")), perdio).text
    assert tiene(perdio)
    assert aplicar_vencidos(ahora=timezone.now() + ESPERA) == 1
    assert not tiene(perdio)


@pytest.mark.parametrize("rol", ["planeacion", "control_interno"])
def test_ni_el_propio_ni_planeacion_el_de_quien_audita(cliente_de, rol):
    quien = con_factor("planeacion")
    perdio = quien if rol == "planeacion" else con_factor(rol)
    assert pedir(cliente_de(quien), perdio).status_code == 422
    assert tiene(perdio) and not CambioDeCuenta.objects.exists()
