"""Detalle de una persona: acceso, asignaciones de siempre e historia."""

from datetime import date

import pytest

from mipg.usuarios import acciones
from tests import fabricas


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


def test_muestra_lo_vigente_lo_terminado_y_los_encargos(cliente_de, dependencias):
    titular, persona = fabricas.persona(nombre="Titular Ausente"), fabricas.persona("enlace", dependencias.hacienda)
    persona.asignaciones.create(
        rol="jefe", dependencia=dependencias.educacion, desde=date(2025, 1, 1), hasta=date(2025, 2, 1),
        tipo="ENCARGO", en_encargo_de=titular,
    )  # fmt: skip
    respuesta = cliente_de(fabricas.persona("planeacion")).get(f"/personas/{persona.pk}/")
    assert [tiempo for _, tiempo in respuesta.context["asignaciones"]] == ["terminada", "vigente"]
    assert "En encargo de Titular Ausente" in respuesta.text


def test_cuenta_la_historia_en_espanol(cliente_de, ahora):
    planeacion, persona = fabricas.persona("planeacion", nombre="Paula"), fabricas.persona(nombre="Ana")
    acciones.editar_persona(
        persona=persona, email=persona.email, nombre="Ana María", cargo="", vinculo_hasta=date(2026, 12, 31),
        visto=persona.huella, por=planeacion, ahora=ahora,
    )  # fmt: skip
    texto = cliente_de(planeacion).get(f"/personas/{persona.pk}/").text
    assert "editó" in texto
    assert "Vinculado hasta" in texto
    assert "31/12/2026" in texto


def test_a_quien_no_puede_entrar_se_le_ofrece_la_invitacion(cliente_de):
    persona = fabricas.persona()
    persona.set_password(None)
    persona.save()
    assert "Todavía no puede entrar" in cliente_de(fabricas.persona("planeacion")).get(f"/personas/{persona.pk}/").text


def test_nadie_se_asigna_ni_se_desactiva_desde_su_propia_pagina(cliente_de):
    planeacion = fabricas.persona("planeacion")
    texto = cliente_de(planeacion).get(f"/personas/{planeacion.pk}/").text
    assert "Asignar rol" not in texto
    assert "/desactivar/" not in texto


def test_cuesta_las_mismas_consultas_con_2_y_con_50_asignaciones_y_sucesos(cliente_de, consultas, ahora):
    planeacion, persona = fabricas.persona("planeacion"), fabricas.persona()
    cliente, medidas = cliente_de(planeacion), []
    for cuantas in (2, 48):
        for _ in range(cuantas):
            acciones.asignar(
                persona=persona, rol="enlace", dependencia=fabricas.dependencia(), desde=date(2026, 1, 1),
                por=planeacion, ahora=ahora,
            )  # fmt: skip
        cliente.get(f"/personas/{persona.pk}/")
        with consultas() as hechas:
            cliente.get(f"/personas/{persona.pk}/")
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


def test_no_ofrece_lo_que_no_le_toca_a_quien_mira_y_dice_quien_lo_pide(cliente_de):
    auditora, jefe = fabricas.persona("control_interno"), fabricas.persona("jefe")
    cliente = cliente_de(fabricas.persona("planeacion"))
    ajena = cliente.get(f"/personas/{auditora.pk}/").text
    assert "/desactivar/" not in ajena and "lo pide Administración técnica" in ajena
    assert "Pedir que se desactive" in cliente.get(f"/personas/{jefe.pk}/").text
