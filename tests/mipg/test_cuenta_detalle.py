"""«Mi cuenta»: las sesiones abiertas y cerrarlas, los roles y la historia de quien la mira."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from mipg.usuarios import acciones
from mipg.usuarios.acciones.cambios import pedir_cambio
from mipg.usuarios.sesiones import equipo
from mipg.usuarios.tasks import borrar_sesiones_vencidas
from tests import fabricas

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


def ingresar(persona, agente=FIREFOX, ip="10.0.0.8") -> Client:
    cliente = Client(headers={"user-agent": agente}, REMOTE_ADDR=ip)
    cliente.post("/cuenta/login/", {"login": persona.email, "password": fabricas.CLAVE})
    return cliente


def sesiones(cliente) -> list:
    return cliente.get("/cuenta/").context["sesiones"]


def test_dice_desde_donde_se_entro_y_cuando_se_uso(db, time_machine, ahora):
    persona = fabricas.persona("enlace")
    ingresar(fabricas.persona("enlace"), ip="10.9.9.9")
    telefono = ingresar(persona, ANDROID, "10.0.0.7")
    telefono.get("/inicio/")
    despues = ahora + timedelta(minutes=20)
    time_machine.move_to(despues, tick=False)
    telefono.get("/inicio/")
    suyas = sesiones(ingresar(persona))
    assert [(s.equipo, s.direccion, s.desde, s.ultimo_uso, s.es_esta) for s in suyas] == [
        ("Firefox en Windows", "10.0.0.8", despues, despues, True),
        ("Chrome en Android", "10.0.0.7", ahora, despues, False),
    ]


@pytest.mark.parametrize(("saltos", "direccion"), [("1.1.1.1, 10.0.0.9", "10.0.0.9"), ("unknown", "127.0.0.1")])
def test_detras_del_proxy_la_direccion_es_la_de_la_bitacora(db, settings, saltos, direccion):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    persona, cliente = fabricas.persona("enlace"), Client(headers={"x-forwarded-for": saltos})
    cliente.post("/cuenta/login/", {"login": persona.email, "password": fabricas.CLAVE})
    assert sesiones(cliente)[0].direccion == direccion


def test_dice_lo_que_otros_pidieron_cambiarle(cliente_de, ahora):
    persona, eva = fabricas.persona("jefe"), fabricas.persona("planeacion", nombre="Eva")
    pedir_cambio(operacion="desactivar", persona=persona, motivo="Se retiró", por=eva, ahora=ahora)
    texto = cliente_de(persona).get("/cuenta/").text
    assert 'href="/personas/cambios/detener/' in texto
    assert "Lo que otros pidieron cambiar" in texto and "Se retiró" in texto and "Eva, 06/07/2026" in texto


def test_no_muestra_las_que_ya_no_valen(db, time_machine, ahora):
    persona = fabricas.persona("enlace")
    ingresar(persona, ANDROID)
    time_machine.move_to(ahora + timedelta(minutes=31), tick=False)
    ingresar(persona, ANDROID).get("/inicio/")
    esta = ingresar(persona)
    assert [s.es_esta for s in sesiones(esta)] == [True, False]
    nueva = "velero-girasol-monte-lluvia"
    datos = {"oldpassword": fabricas.CLAVE, "password1": nueva, "password2": nueva}
    assert esta.post("/cuenta/password/change/", datos).status_code == 302
    assert [s.es_esta for s in sesiones(esta)] == [True]


def test_lo_vencido_se_borra_de_noche(db, time_machine, ahora):
    persona = fabricas.persona("enlace")
    ingresar(persona)
    time_machine.move_to(ahora + timedelta(hours=1), tick=False)
    ingresar(persona)
    borrar_sesiones_vencidas()
    assert UserSession.objects.count() == 1


def test_cuenta_los_roles_y_lo_que_le_hicieron(cliente_de, dependencias, ahora):
    persona, planeacion = (
        fabricas.persona("enlace", dependencias.hacienda),
        fabricas.persona("planeacion", nombre="Eva"),
    )
    asignacion = persona.asignaciones.get()
    acciones.terminar_asignacion(asignacion=asignacion, hasta=ahora.date(), por=planeacion, ahora=ahora)
    persona.refresh_from_db()
    cliente = cliente_de(persona)
    assert [s.es_esta for s in sesiones(cliente)] == [True]
    texto = cliente.get("/cuenta/").text
    assert str(dependencias.hacienda) in texto
    assert "<strong>Eva</strong> terminó asignación" in texto


def test_cuesta_las_mismas_consultas_con_2_y_con_12_sesiones(db, consultas):
    persona, medidas = fabricas.persona("enlace"), []
    for cuantas in (2, 10):
        for _ in range(cuantas):
            cliente = ingresar(persona)
        cliente.get("/cuenta/")
        with consultas() as hechas:
            assert len(sesiones(cliente)) >= cuantas
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]


@pytest.mark.parametrize(
    ("agente", "nombre"),
    [
        (FIREFOX, "Firefox en Windows"),
        (ANDROID, "Chrome en Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Safari/605.1.15", "Safari en macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/138.0 Safari/537.36 Edg/138.0", "Edge en Windows"),
        ("", "Otro navegador"),
    ],
)
def test_nombra_el_equipo(agente, nombre):
    assert equipo(agente) == nombre


def test_dice_si_hay_segundo_factor_y_solo_ofrece_cerrar_las_demas_si_las_hay(db):
    persona = fabricas.persona("enlace")
    una = ingresar(persona)
    sola = una.get("/cuenta/").text
    assert "Todavía no tiene" in sola and "Cerrar las demás" not in sola
    ingresar(persona, ANDROID)
    assert "Cerrar las demás" in una.get("/cuenta/").text
