"""Límites del ingreso: por persona y dirección, sin castigar al edificio ni dejarse engañar por cabeceras."""

import json
import os
import re
import subprocess
import sys

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.test import Client

from mipg.avisos.models import Mensaje
from mipg.usuarios.acceso import Argon2id
from tests import fabricas

EDIFICIO = "190.0.0.1"
CASA = "190.0.0.2"


@pytest.fixture(autouse=True)
def _limpio(db):
    cache.clear()
    yield
    cache.clear()


def entrar(persona, clave=fabricas.CLAVE, desde=EDIFICIO, **cabeceras) -> bool:
    cliente = Client(REMOTE_ADDR=desde, headers=cabeceras)
    cliente.post("/cuenta/login/", {"login": persona.email, "password": clave})
    return "_auth_user_id" in cliente.session


def fallar(persona, veces, **opciones):
    for _ in range(veces):
        assert not entrar(persona, "clave-equivocada", **opciones)


def test_nueve_fallos_no_bloquean():
    persona = fabricas.persona("enlace")
    fallar(persona, 9)
    assert entrar(persona)


def test_diez_fallos_bloquean_a_la_persona_en_esa_direccion_y_a_nadie_mas():
    persona, colega = fabricas.persona("enlace"), fabricas.persona("enlace")
    fallar(persona, 10)
    assert not entrar(persona), "la clave correcta ya no se evalúa desde esa dirección"
    assert entrar(colega), "el colega del mismo edificio entra"
    assert entrar(persona, desde=CASA), "la misma persona entra desde otra dirección"


def test_ningun_tope_del_ingreso_es_de_todo_el_edificio():
    por_ip = [
        (accion, str(tope))
        for accion in ("login", "login_failed", "login_failed_cuenta")
        for tope in ratelimit.get_rates(app="allauth.account", action=accion)
        if tope.per == "ip"
    ]
    assert por_ip == []


def test_una_cabecera_falsificada_no_evade_el_limite():
    persona = fabricas.persona("enlace")
    for n in range(10):
        assert not entrar(persona, "clave-equivocada", **{"X-Forwarded-For": f"10.0.0.{n}"})
    assert not entrar(persona, **{"X-Forwarded-For": "10.0.0.99"})


def test_detras_de_un_proxy_cuenta_la_direccion_que_el_proxy_vio(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    persona = fabricas.persona("enlace")
    for n in range(10):
        # Lo primero lo escribe quien ataca; lo último, nuestro proxy.
        fallar(persona, 1, desde="172.16.0.1", **{"X-Forwarded-For": f"10.0.0.{n}, {EDIFICIO}"})
    assert not entrar(persona, desde="172.16.0.1", **{"X-Forwarded-For": f"10.0.0.99, {EDIFICIO}"})
    assert entrar(persona, desde="172.16.0.1", **{"X-Forwarded-For": f"10.0.0.1, {CASA}"})


def test_quien_reparte_sus_intentos_entre_muchas_direcciones_tambien_se_detiene(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_cuenta": "12/d/key"}
    persona = fabricas.persona("enlace")
    for n in range(12):
        fallar(persona, 1, desde=f"190.0.1.{n}")
    assert not entrar(persona, desde=CASA)


def test_entrar_bien_muchas_veces_no_gasta_el_tope(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_cuenta": "3/d/key"}
    persona = fabricas.persona("enlace")
    assert all(entrar(persona) for _ in range(6))


def test_responde_igual_exista_o_no_la_persona():
    persona = fabricas.persona("enlace")

    def pagina(correo):
        respuesta = Client().post("/cuenta/login/", {"login": correo, "password": "clave-equivocada"})
        return respuesta.status_code, respuesta.context["form"].errors.as_text()

    assert pagina(persona.email) == pagina("nadie@ejemplo.test")


@pytest.fixture
def calculos(monkeypatch):
    """Las veces que se calculó una contraseña: es lo que cuesta una adivinanza, y lo que tarda."""
    hechos = []
    for calculo in ("encode", "verify"):
        original = getattr(Argon2id, calculo)

        def contar(cifrador, *resto, original=original):
            hechos.append(1)
            return original(cifrador, *resto)

        monkeypatch.setattr(Argon2id, calculo, contar)
    return hechos


def test_se_calcula_una_vez_exista_o_no_la_persona(calculos):
    persona, inactiva = fabricas.persona("enlace"), fabricas.persona("enlace")
    type(inactiva).objects.filter(pk=inactiva.pk).update(is_active=False)
    for correo in (persona.email, inactiva.email, "nadie@ejemplo.test"):
        calculos.clear()
        Client().post("/cuenta/login/", {"login": correo, "password": "clave-equivocada"})
        assert len(calculos) == 1, correo


def test_de_cincuenta_adivinanzas_se_evaluan_diez(calculos):
    persona, vecina = fabricas.persona("enlace"), fabricas.persona("enlace")
    calculos.clear()
    fallar(persona, 50)
    assert len(calculos) == 10
    assert entrar(vecina)


def test_recuperar_hace_lo_mismo_exista_o_no_la_persona(consultas):
    persona = fabricas.persona("enlace")

    def labor(correo) -> tuple[list[str], str]:
        cache.clear()
        with consultas() as hechas:
            respuesta = Client().post("/cuenta/password/reset/", {"email": correo})
        # Sin los valores, ni el número que PostgreSQL le pone a cada cursor.
        sentencias = [re.split("WHERE|VALUES", re.sub(r"_sync_\d+", "", c["sql"]))[0] for c in hechas]
        return [s for s in sentencias if "SAVEPOINT" not in s], respuesta["Location"]

    labor(persona.email)
    antes = Mensaje.objects.count()
    assert labor(persona.email) == labor("nadie@ejemplo.test")
    assert list(Mensaje.objects.values_list("destino", flat=True)) == [persona.email] * (antes + 1)


@pytest.mark.parametrize("cambio", [{"is_active": False}, {"vinculo_hasta": "2020-01-01"}])
def test_quien_ya_no_esta_vinculado_no_entra_y_se_le_dice(cambio):
    persona = fabricas.persona("enlace")
    type(persona).objects.filter(pk=persona.pk).update(**cambio)
    assert not entrar(persona)
    respuesta = Client().post("/cuenta/login/", {"login": persona.email, "password": fabricas.CLAVE})
    assert respuesta["Location"] == "/cuenta/inactive/"


def test_con_redis_caido_se_entra_y_se_recupera_la_clave(settings):
    codigo = "import json, mipg.settings as a; print(json.dumps(a.CACHES))"
    entorno = os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0"}
    settings.CACHES = json.loads(subprocess.check_output([sys.executable, "-c", codigo], env=entorno, text=True))
    persona = fabricas.persona("enlace")
    assert entrar(persona)
    assert Client().post("/cuenta/password/reset/", {"email": persona.email}).status_code == 302
