"""El sistema entero como se entrega, proxy y web de verdad: quién es quien llama, y qué hace la web con lo torcido."""

import subprocess
from datetime import timedelta
from decimal import Decimal as D
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from mipg.bitacora.models import Suceso
from mipg.desechable import programa
from mipg.portal.bench import ingreso
from mipg.servidores import DOMINIO, proxy_desechable, web_desechable
from tests import fabricas as f
from tests.crudo import ANFITRION, aparece, pedir
from tests.servicios import entorno_de_prueba
from tests.sesiones import entrar

pytestmark = [pytest.mark.servicios, pytest.mark.django_db(transaction=True)]
SECRETO = "a" * 32
AJENA = "203.0.113.9"
CERRAR = f"{ANFITRION}Connection: close\r\n"
PUBLICA = f"POST /cuenta/login/ HTTP/1.1\r\n{CERRAR}"


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker):
    """Gunicorn con la configuración de producción, que cree en un solo proxy."""
    with django_db_blocker.unblock():
        entorno = entorno_de_prueba(MIPG_PROXIES="1")
    with web_desechable(entorno, "--workers", "1") as servidor:
        yield servidor


@pytest.fixture(scope="module")
def proxy(web):
    """El que se entrega, delante de ella."""
    with proxy_desechable(web.puerto) as delante:
        yield delante


def _publicar(puerto: int, ruta: str, datos: dict, *, sesion_de=None, **cabeceras: str):
    """Un formulario del propio sitio."""
    sesion = entrar(sesion_de).cookies[settings.SESSION_COOKIE_NAME].value if sesion_de else ""
    cuerpo = urlencode({"csrfmiddlewaretoken": SECRETO, **datos})
    cabeceras = {
        "Host": DOMINIO,
        "Connection": "close",
        "Origin": f"https://{DOMINIO}",
        "Cookie": f"{settings.CSRF_COOKIE_NAME}={SECRETO}; {settings.SESSION_COOKIE_NAME}={sesion}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(cuerpo)),
        **cabeceras,
    }
    lineas = "\r\n".join(f"{nombre}: {valor}" for nombre, valor in cabeceras.items())
    return pedir(puerto, f"POST {ruta} HTTP/1.1\r\n{lineas}\r\n\r\n{cuerpo}")


def test_quien_falsifica_su_direccion_no_evade_el_limite_y_la_vecina_entra(proxy):
    persona, vecina = f.persona("enlace"), f.persona("enlace")
    ingreso = reverse("account_login")
    for n in range(10):
        datos = {"login": persona.email, "password": "clave-equivocada"}
        fallo = _publicar(proxy.puerto, ingreso, datos, **{"X-Forwarded-For": f"{AJENA}, 198.51.100.{n}"})
        assert (fallo.estado, "Demasiados intentos" in fallo.texto) == (200, False)
    datos = {"login": persona.email, "password": f.CLAVE}
    assert _publicar(proxy.puerto, ingreso, datos, **{"X-Forwarded-For": AJENA}).estado == 200
    assert _publicar(proxy.puerto, ingreso, {**datos, "login": vecina.email}).estado == 302


def test_la_bitacora_guarda_la_direccion_que_vio_el_proxy(proxy):
    hoy, enlace = timezone.localdate(), f.persona("enlace")
    corte = f.corte(2, de=f.vigencia(hoy.year), fecha_corte=hoy, abre=hoy, cierra=hoy + timedelta(days=5))
    plan = f.plan("PUBLICADO", dependencia=enlace.asignaciones.get().dependencia, vigencia=corte.vigencia)
    avance = f.avance(f.actividad(plan), corte, "BORRADOR", D(1), situacion="AVANCE", texto="Hecho.")
    enviado = _publicar(
        proxy.puerto, reverse("seguimiento:avance_enviar", args=[avance.pk]), {}, sesion_de=enlace,
        **{"X-Forwarded-For": f"{AJENA}, {AJENA}", "X-Real-IP": AJENA},
    )  # fmt: skip
    assert enviado.estado == 302
    suceso = Suceso.objects.de(avance).get(verbo="enviar")
    assert suceso.remote_addr == "127.0.0.1"
    assert aparece(proxy, f"[{suceso.cid}]")  # un solo número de petición, de la puerta a la bitácora


def test_la_puerta_del_banco_deja_entrar_frena_a_quien_adivina_y_no_se_calla(proxy):
    correos = [f.persona("enlace").email for _ in range(7)]
    medido = [
        *ingreso.ingresos(proxy.puerto, correos[:3], segundos=0.3),
        *ingreso.adivinanzas(proxy.puerto, correos[3:5], [correos[5]], cuantas=40),
        *ingreso.con_lentas(proxy.puerto, correos[6], visitas=3),
    ]
    # Cuánto tarda depende de la máquina: eso lo dice el banco. Aquí, que nadie quede fuera y que se frene a quien toca.
    assert {meta.que: meta.medido for meta in medido if not meta.unidad} == {
        "3 ingresos en 0 s: sin entrar": 0,
        "40 adivinanzas: evaluadas a la más atacada": 10,
        "40 adivinanzas: vecinos que no entran, de 1": 0,
        "40 conexiones lentas: páginas que no le abren": 0,
    }


@pytest.mark.parametrize("por_el_proxy", [True, False])
def test_lo_que_no_cabe_recibe_su_413_antes_de_mandarlo(proxy, web, por_el_proxy):
    puerto = proxy.puerto if por_el_proxy else web.puerto
    peticion = f"POST /cuenta/login/ HTTP/1.1\r\n{ANFITRION}Content-Length: 3221225472\r\n\r\n"
    respuesta = pedir(puerto, peticion, tls=por_el_proxy)
    assert respuesta.estado == 413 and respuesta.segundos < 3
    assert "El archivo pesa demasiado" in respuesta.texto and "número de petición" in respuesta.texto


# Lo que el proxy deja pasar porque está bien formado: lo contesta la web.
RARAS = {
    "HTTP/1.0 sin anfitrión": (200, "GET /salud/ HTTP/1.0\r\n\r\n"),
    "DELETE": (403, f"DELETE /salud/ HTTP/1.1\r\n{CERRAR}\r\n"),
    "dirección larga": (404, f"GET /{'x' * 7000} HTTP/1.1\r\n{CERRAR}\r\n"),
    "trescientas cabeceras": (200, "\r\n".join(["GET /salud/ HTTP/1.1", f"{CERRAR}A: b", *["B: c"] * 300, "", ""])),
    "no es UTF-8": (404, f"GET /planes/%ff%fe/ HTTP/1.1\r\n{CERRAR}\r\n"),
    "salto de línea": (404, f"GET /planes/%0d%0aSet-Cookie:a=b HTTP/1.1\r\n{CERRAR}\r\n"),
    "trozos sin largo": (403, f"{PUBLICA}Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"),
    "formulario roto": (403, f"{PUBLICA}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\nabc"),
}


@pytest.mark.parametrize(("estado", "peticion"), RARAS.values(), ids=RARAS)
def test_lo_raro_nunca_es_un_500_ni_deja_traza(proxy, web, estado, peticion):
    respuesta = pedir(proxy.puerto, peticion)
    assert respuesta.estado == estado
    assert "Set-Cookie: a=b" not in respuesta.cabeceras
    assert "Traceback" not in respuesta.texto + web.registro


# Sólo por HTTP/2 llegan así de grandes a la web: el proxy mide lo comprimido.
GRANDES = {
    "una cabecera": ("200", "/salud/", [f"A: {'0' * 12_000}"]),
    "galletas que se unen": ("200", "/salud/", [f"Cookie: a{n}={'0' * 3000}" for n in range(4)]),
    "la dirección más larga": ("404", f"/{'x' * 8158}", []),
    "una letra más": ("414", f"/{'x' * 8159}", []),
    "mucho más larga": ("414", f"/{'0' * 12_000}", []),
}


@pytest.mark.parametrize(("estado", "ruta", "cabeceras"), GRANDES.values(), ids=GRANDES)
def test_por_http2_lo_grande_lo_entiende_la_web_o_lo_niega_el_proxy_con_su_pagina(proxy, estado, ruta, cabeceras):
    orden = [programa("curl", "curl"), "-sk", "--http2", "-w", "%{http_code} %{http_version}"]
    for cabecera in cabeceras:
        orden += ["-H", cabecera]
    direccion = f"https://{DOMINIO}:{proxy.puerto}{ruta}"
    salida = subprocess.run([*orden, direccion], capture_output=True, text=True, check=False).stdout
    assert salida.endswith(f"{estado} 2")
    assert estado == "200" or "número de petición" in salida


TESTIGO = "d1-czxkqm-8d4f2a7be0c5d1e6f3a9b2c4d8e7f601"
CON_TESTIGO = {
    "/personas/cambios/detener": f"POST %s/{TESTIGO}:a:b/ HTTP/1.1\r\n{CERRAR}\r\n",
    "/cuenta/password/reset/key": f"POST %s/{TESTIGO}/ HTTP/1.1\r\n{CERRAR}Origin: https://malo.test\r\n\r\n",
    "/sin/version": f"GET %s/{TESTIGO}\r\n{CERRAR}\r\n",
}


@pytest.mark.parametrize(("ruta", "peticion"), CON_TESTIGO.items(), ids=CON_TESTIGO)
def test_el_registro_de_la_web_dice_que_nego_y_calla_el_testigo(web, ruta, peticion):
    assert pedir(web.puerto, peticion % ruta, tls=False).estado in (400, 403)
    assert aparece(web, f"{ruta}/[testigo]")
    assert TESTIGO not in web.registro
