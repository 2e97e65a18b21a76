"""Editar los datos de una persona; al cambiar el correo, el viejo deja de servir."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from mipg.avisos.models import Mensaje
from mipg.bitacora.models import Suceso
from mipg.usuarios.acciones.cambios import aplicar_vencidos
from tests import fabricas


@pytest.fixture
def persona(db):
    return fabricas.persona("enlace", nombre="Ana Pérez", email="ana@ejemplo.test")


def enviar(cliente, persona, **cambio):
    datos = {"nombre": persona.nombre, "email": persona.email, "cargo": "", "vinculo_hasta": ""}
    datos |= {"visto": persona.huella} | cambio
    return cliente.post(f"/personas/{persona.pk}/editar/", datos)


def cambiar_correo(cliente_de, persona, correo):
    """El cambio espera un día, por si la persona lo detiene, y se aplica solo."""
    ahora = timezone.now()
    respuesta = enviar(cliente_de(fabricas.persona("planeacion")), persona, email=correo, motivo="Lo pidió por oficio.")
    assert respuesta.status_code == 302
    persona.refresh_from_db()
    assert persona.email != correo
    assert aplicar_vencidos(ahora=ahora + timedelta(hours=23)) == 0
    assert aplicar_vencidos(ahora=ahora + timedelta(hours=25)) == 1


def test_guarda_y_deja_un_suceso_con_lo_que_cambio(cliente_de, persona):
    enviar(cliente_de(fabricas.persona("planeacion")), persona, cargo="Asesora", vinculo_hasta="2026-12-31")
    sucesos = Suceso.objects.de(persona).con_verbo().order_by("pk")
    assert list(sucesos.values_list("verbo", "changes")) == [
        ("editar", {"cargo": ["", "Asesora"]}),
        ("editar", {"vinculo_hasta": [None, "2026-12-31"]}),
    ]


def test_el_segundo_ve_los_dos_valores_y_no_alarga_el_acceso_que_otro_acaba_de_cortar(cliente_de, persona):
    una, otra = (cliente_de(fabricas.persona("planeacion")) for _ in range(2))
    enviar(una, persona, vinculo_hasta="2026-01-31")
    respuesta = enviar(otra, persona, cargo="Asesora")
    persona.refresh_from_db()
    assert (respuesta.status_code, persona.vinculo_hasta, persona.cargo) == (422, date(2026, 1, 31), "")
    assert "Otra persona guardó estos datos" in respuesta.text
    assert "Lo guardado es «31/01/2026»" in respuesta.text
    assert 'value="Asesora"' in respuesta.text
    # La página ya trae la huella nueva: guardar otra vez es decidir con los dos valores a la vista.
    visto = respuesta.context["form"]["visto"].value()
    assert f'value="{visto}"' in respuesta.text
    assert enviar(otra, persona, cargo="Asesora", vinculo_hasta="2026-01-31", visto=visto).status_code == 302
    persona.refresh_from_db()
    assert (persona.vinculo_hasta, persona.cargo) == (date(2026, 1, 31), "Asesora")


def test_la_pagina_trae_la_huella_y_sin_ella_no_se_guarda(cliente_de, persona):
    planeacion = cliente_de(fabricas.persona("planeacion"))
    assert f'value="{persona.huella}"' in planeacion.get(f"/personas/{persona.pk}/editar/").text
    assert enviar(planeacion, persona, cargo="Asesora", visto="").status_code == 422


def test_sin_cambios_no_deja_suceso(cliente_de, persona):
    enviar(cliente_de(fabricas.persona("planeacion")), persona)
    assert not Suceso.objects.de(persona).con_verbo().exists()


def test_con_el_correo_anterior_ya_no_se_entra_ni_se_recupera_la_clave(cliente_de, persona):
    Client().post("/cuenta/login/", {"login": "ana@ejemplo.test", "password": fabricas.CLAVE})
    EmailAddress.objects.get_or_create(user=persona, email="ana@ejemplo.test", defaults={"primary": True})
    cambiar_correo(cliente_de, persona, "ana.perez@ejemplo.test")
    vieja = Client().post("/cuenta/login/", {"login": "ana@ejemplo.test", "password": fabricas.CLAVE})
    nueva = Client().post("/cuenta/login/", {"login": "ana.perez@ejemplo.test", "password": fabricas.CLAVE})
    assert vieja.status_code == 200
    assert nueva.status_code == 302


def test_el_correo_de_otra_persona_se_rechaza_y_el_titulo_sigue_siendo_el_guardado(cliente_de, persona):
    fabricas.persona(email="otra@ejemplo.test")
    respuesta = enviar(cliente_de(fabricas.persona("planeacion")), persona, email="otra@ejemplo.test", nombre="Otra")
    assert respuesta.status_code == 422
    assert "Ya hay una persona con ese correo" in respuesta.text
    assert "Editar a Ana Pérez" in respuesta.text


def test_cambiar_el_correo_avisa_al_anterior_y_el_suceso_lo_nombra(cliente_de, persona):
    cambiar_correo(cliente_de, persona, "ana.perez@ejemplo.test")
    aviso = Mensaje.objects.get(destino="ana@ejemplo.test", asunto="Cambió su cuenta MIPG")
    assert "ana.perez@ejemplo.test" in aviso.texto and "ana.perez@ejemplo.test" in aviso.html
    suceso = Suceso.objects.de(persona).con_verbo().get()
    assert (suceso.verbo, suceso.changes) == (
        "cambiar correo",
        {"email": ["ana@ejemplo.test", "ana.perez@ejemplo.test"]},
    )
