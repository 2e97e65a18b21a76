"""Confirmar quién es: vale quince minutos, lo pide lo que cambia cuentas o queda en firme, y no pierde nada."""

import re
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from mipg.portal.confirmacion import CONFIRMAN
from mipg.usuarios.factor import acciones
from mipg.usuarios.middleware import INICIO
from mipg.usuarios.models import Usuario
from tests import fabricas as f
from tests.factor import SEMILLA, codigo
from tests.mipg import matriz
from tests.sesiones import entrar

CLAVE, FACTOR = "/cuenta/reauthenticate/", "/cuenta/segundo-factor/confirmar/"
CREAR = {"nombre": "Ana de Ejemplo", "email": "ana@ejemplo.test"}
# Aprueban, publican, retiran o cierran por su nombre; cerrar las propias sesiones no deja nada en firme.
_NO_HIZO = {"403", "404", "405"}
_EN_FIRME = re.compile(r"(?!portal:).*_(aprobar|publicar|retirar|cerrar)$")


def hace(minutos: int, persona) -> Client:
    """Un cliente cuya sesión empezó hace tantos minutos."""
    cliente = entrar(persona)
    cliente.get("/inicio/")
    sesion = SessionStore(cliente.cookies[settings.SESSION_COOKIE_NAME].value)
    sesion[INICIO] = time.time() - minutos * 60
    sesion.save()
    return cliente


def faltan(confirman) -> set[str]:
    """Las que atienden POST, cambian cuentas o aprueban, publican o cierran, y no piden confirmar."""
    tabla = matriz.declarada().items()
    # Lo que se hace sin sesión, con un enlace firmado, no tiene sesión que confirmar.
    con_sesion = {url: codigos[1:] for (url, metodo), codigos in tabla if metodo == "POST" and codigos[0] == "302"}
    escriben = {url for url, codigos in con_sesion.items() if set(codigos) - _NO_HIZO}
    return {u for u in escriben if u.startswith("usuarios:") or _EN_FIRME.match(u)} - set(confirman)


def test_toda_url_que_cambia_cuentas_o_deja_en_firme_pide_confirmar():
    assert faltan(CONFIRMAN) == set()
    assert matriz.urls_del_sistema().keys() >= CONFIRMAN
    assert not any("emision" in n or "informe" in n or "descargar" in n for n in CONFIRMAN)


def test_control_de_la_tabla():
    quitadas = {"usuarios:persona_editar", "planes:plan_publicar", "seguimiento:corte_cerrar"}
    assert faltan(CONFIRMAN - quitadas) == quitadas


@pytest.mark.django_db
def test_cada_url_de_la_tabla_pide_confirmar_con_sesion_vieja_y_nada_cambia(creado):
    cliente, sin_pedir = hace(16, creado.personas["planeacion"]), []
    urls = matriz.urls_del_sistema()
    antes = Usuario.objects.count()
    for nombre in CONFIRMAN:
        url = matriz.direccion(nombre, creado.argumentos, urls[nombre])
        for metodo in ("get", "post"):
            if not getattr(cliente, metodo)(url).get("Location", "").startswith(CLAVE):
                sin_pedir.append((metodo, nombre))
    assert sin_pedir == []
    assert Usuario.objects.count() == antes
    assert cliente.get("/personas/").status_code == 200, "mirar no lo pide"
    assert cliente.get("/seguimiento/informes/pedir/").status_code == 200, "un PDF interno tampoco"


@pytest.mark.django_db
def test_vale_quince_minutos_desde_el_ingreso():
    planeacion = f.persona("planeacion")
    assert hace(14, planeacion).get("/personas/crear/").status_code == 200
    assert hace(16, planeacion).get("/personas/crear/")["Location"] == f"{CLAVE}?next=%2Fpersonas%2Fcrear%2F"


@pytest.mark.django_db
def test_con_la_contrasena_vuelve_a_donde_iba_y_con_una_mala_no():
    cliente = hace(16, f.persona("planeacion"))
    ida = cliente.get("/personas/crear/")["Location"]
    mala = cliente.post(ida, {"password": "no es", "next": "/personas/crear/"})
    assert mala.status_code == 200
    assert cliente.get("/personas/crear/").status_code == 302
    assert cliente.post(ida, {"password": f.CLAVE, "next": "/personas/crear/"})["Location"] == "/personas/crear/"
    assert cliente.get("/personas/crear/").status_code == 200


@pytest.mark.django_db
def test_lo_escrito_mientras_vencia_se_aparta_y_se_envia_despues():
    cliente = hace(16, f.persona("planeacion"))
    ida = cliente.post("/personas/crear/", CREAR)["Location"]
    assert ida == f"{CLAVE}?next=%2Frecuperar%2F"
    assert not Usuario.objects.filter(email="ana@ejemplo.test").exists()
    assert cliente.post(CLAVE, {"password": f.CLAVE, "next": "/recuperar/"})["Location"] == "/recuperar/"
    escrito = cliente.get("/recuperar/").context["escrito"]
    cliente.post(escrito.destino, dict(escrito.campos))
    assert Usuario.objects.filter(email="ana@ejemplo.test").exists()


@pytest.mark.django_db
def test_un_boton_sin_campos_vuelve_a_su_pagina():
    persona, cliente = f.persona(), hace(16, f.persona("planeacion"))
    pagina = f"/personas/{persona.pk}/"
    ida = cliente.post(f"{pagina}invitar/", headers={"Referer": f"http://otro.sitio{pagina}"})["Location"]
    assert ida == f"{CLAVE}?next=%2Fpersonas%2F{persona.pk}%2F"


@pytest.mark.django_db
def test_htmx_no_recibe_la_pagina_de_confirmar_dentro_del_fragmento():
    cliente = hace(16, f.persona("planeacion"))
    donde = {"HX-Request": "true", "HX-Current-URL": "http://testserver/personas/"}
    respuesta = cliente.get("/personas/crear/", headers=donde)
    assert (respuesta.status_code, respuesta.content) == (401, b"")
    assert respuesta["HX-Redirect"] == f"{CLAVE}?next=%2Fpersonas%2F"


@pytest.mark.django_db
def test_quien_tiene_segundo_factor_confirma_con_el_y_no_con_la_contrasena():
    persona = f.persona("planeacion")
    acciones.activar_aplicacion(semilla=SEMILLA, por=persona, ahora=timezone.now())
    cliente = hace(16, persona)
    assert cliente.get("/personas/crear/")["Location"].startswith(FACTOR)
    assert cliente.post(CLAVE, {"password": f.CLAVE})["Location"] == FACTOR
    assert cliente.get("/personas/crear/").status_code == 302
    vuelta = cliente.post(FACTOR, {"code": codigo(), "next": "/personas/crear/"})
    assert vuelta["Location"] == "/personas/crear/"
    assert cliente.get("/personas/crear/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("puerta", "campo"), [(CLAVE, "password"), ("/cuenta/password/change/", "oldpassword")])
def test_con_la_sesion_de_otro_no_se_adivina_la_clave(time_machine, puerta, campo):
    time_machine.move_to(timezone.now(), tick=False)
    cliente = entrar(f.persona("planeacion"))
    for _ in range(10):
        assert cliente.post(puerta, {campo: "no es"}).status_code == 200
    time_machine.shift(timedelta(minutes=14))
    assert cliente.post(puerta, {campo: f.CLAVE}).status_code == 429
    time_machine.shift(timedelta(minutes=2))
    assert cliente.post(puerta, {campo: "no es"}).status_code != 429
