"""Reglas de la sesión: rota al entrar, dura 30 minutos quieta y 12 horas en total, y leer casi no escribe."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mipg.usuarios import acciones
from tests import fabricas


@pytest.fixture
def reloj(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)

    def avanzar(**delta):
        time_machine.move_to(timezone.now() + timedelta(**delta), tick=False)

    return avanzar


def con_sesion(cliente) -> bool:
    return cliente.get("/inicio/").status_code == 200


def test_la_sesion_cambia_de_llave_al_entrar(db):
    persona, cliente = fabricas.persona("enlace"), Client()
    sesion = cliente.session
    sesion["algo"] = 1
    sesion.save()
    antes = cliente.session.session_key
    cliente.post("/cuenta/login/", {"login": persona.email, "password": fabricas.CLAVE})
    assert cliente.session.session_key != antes


def test_treinta_minutos_quieta_la_cierran(cliente_de, reloj):
    cliente = cliente_de(fabricas.persona("enlace"))
    assert con_sesion(cliente)
    reloj(minutes=29)
    assert con_sesion(cliente)
    reloj(minutes=31)
    assert not con_sesion(cliente)


def test_usarla_la_renueva_pero_no_mas_de_doce_horas(cliente_de, reloj):
    cliente = cliente_de(fabricas.persona("enlace"))
    for _ in range(28):
        assert con_sesion(cliente)
        reloj(minutes=25)
    assert con_sesion(cliente), "a las 11 horas y 40 minutos"
    reloj(minutes=25)
    assert not con_sesion(cliente), "a las 12 horas y 5 minutos"


def test_leer_dos_veces_seguidas_no_escribe_en_la_sesion(cliente_de, reloj, consultas):
    cliente = cliente_de(fabricas.persona("enlace"))
    con_sesion(cliente)
    with consultas() as hechas:
        con_sesion(cliente)
    assert not [c["sql"] for c in hechas if "UPDATE" in c["sql"]]
    reloj(minutes=6)
    with consultas() as hechas:
        con_sesion(cliente)
    assert [c["sql"] for c in hechas if "UPDATE" in c["sql"]]


def cambiar_la_contrasena(persona, por, ahora):
    persona.set_password("velero-girasol-monte-lluvia")
    persona.save()


def dar_un_rol(persona, por, ahora):
    acciones.asignar(
        persona=persona, rol="enlace", dependencia=fabricas.dependencia(), desde=ahora.date(), por=por, ahora=ahora
    )


def terminar_un_rol(persona, por, ahora):
    acciones.terminar_asignacion(asignacion=persona.asignaciones.get(), hasta=ahora.date(), por=por, ahora=ahora)


def desactivar(persona, por, ahora):
    acciones.desactivar(persona=persona, motivo="Se retiró.", por=por, ahora=ahora)


@pytest.mark.parametrize("cambio", [cambiar_la_contrasena, dar_un_rol, terminar_un_rol, desactivar])
def test_lo_que_cambia_a_la_persona_corta_sus_sesiones_en_la_siguiente_peticion(cliente_de, ahora, cambio):
    persona, vecina, planeacion = (fabricas.persona(rol) for rol in ("enlace", "enlace", "planeacion"))
    suya, otra = cliente_de(persona), cliente_de(vecina)
    assert con_sesion(suya) and con_sesion(otra)
    cambio(persona, planeacion, ahora)
    # Lo que estaba escribiendo la espera: vuelve a entrar y sigue siendo suyo.
    escrito = suya.post("/planes/crear/", {"nombre": "Plan a medias"})
    assert escrito["Location"] == "/cuenta/login/?next=/recuperar/"
    assert not con_sesion(suya) and con_sesion(otra)


def test_el_vinculo_termina_al_acabar_su_ultimo_dia(cliente_de, reloj, time_machine, ahora):
    persona = fabricas.persona("enlace", vinculo_hasta=ahora.date())
    cliente = cliente_de(persona)
    time_machine.move_to(ahora.replace(hour=23, minute=59, second=59), tick=False)
    cliente.force_login(persona)
    assert con_sesion(cliente)
    time_machine.move_to(ahora.replace(day=7, hour=0, minute=0, second=1), tick=False)
    assert not con_sesion(cliente)


def test_ninguna_galleta_la_lee_un_guion_ni_viaja_desde_otro_sitio(db):
    persona, cliente = fabricas.persona("planeacion"), Client()
    cliente.get("/cuenta/login/")
    cliente.post("/cuenta/login/", {"login": persona.email, "password": fabricas.CLAVE})
    cliente.get("/personas/crear/")
    assert {"sesion", "csrf", "persona"} <= cliente.cookies.keys()
    vivas = {n: g for n, g in cliente.cookies.items() if g.value}
    assert [n for n, g in vivas.items() if not g["httponly"] or g["samesite"] != "Lax"] == []
