"""SIGKILL al servidor web de verdad (gunicorn) mientras atiende un envío o un cierre: nada perdido y nada a medias."""

import os
import random
import signal
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from decimal import Decimal as D
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mipg.bitacora.models import Suceso
from mipg.desechable import esperar, lanzar, puerto_libre
from seguimiento import cifras
from seguimiento.models import Avance, Cifra
from tests import fabricas as f
from tests.servicios import RAIZ, entorno_de_prueba

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
AZAR = random.Random(612)
SECRETO = "a" * 32


@contextmanager
def _servidor():
    """Gunicorn con dos procesos sobre la base de la prueba; entrega su puerto y el grupo al que matar."""
    puerto = puerto_libre()
    with tempfile.TemporaryDirectory(prefix="mipg-web-") as carpeta:
        registro = Path(carpeta) / "registro.txt"
        proceso = lanzar(
            # La aplicación se carga una vez y no en cada proceso: aquí se arranca una docena de veces.
            [sys.executable, "-m", "gunicorn", "mipg.wsgi", "-b", f"127.0.0.1:{puerto}", "-w", "2", "--preload"],
            registro,
            cwd=RAIZ,
            env=entorno_de_prueba(),
            start_new_session=True,
        )
        try:
            esperar(lambda: _atiende(puerto), proceso, registro, "gunicorn")
            yield puerto, proceso.pid
        finally:
            with suppress(ProcessLookupError):
                os.killpg(proceso.pid, signal.SIGKILL)
            proceso.wait()


def _atiende(puerto: int) -> bool:
    """Los procesos ya cargaron la aplicación, no sólo el puerto está abierto."""
    conexion = HTTPConnection("127.0.0.1", puerto, timeout=20)
    try:
        conexion.request("GET", reverse("portal:salud"))
        return conexion.getresponse().status == 200
    except (HTTPException, OSError):
        return False
    finally:
        conexion.close()


def _cabeceras(persona) -> dict[str, str]:
    cliente = Client()
    cliente.force_login(persona)
    sesion = cliente.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={sesion}; {settings.CSRF_COOKIE_NAME}={SECRETO}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def _publicar(puerto: int, cabeceras: dict[str, str], urls: list[str]) -> None:
    """Hace cada POST, uno tras otro, hasta que el servidor deje de contestar."""
    cuerpo = urlencode({"csrfmiddlewaretoken": SECRETO})
    for url in urls:
        conexion = HTTPConnection("127.0.0.1", puerto, timeout=20)
        try:
            conexion.request("POST", url, cuerpo, cabeceras)
            conexion.getresponse().read()
        except (HTTPException, OSError):
            return
        finally:
            conexion.close()


def _matar_mientras(persona, urls: list[str], hasta: float) -> None:
    cabeceras = _cabeceras(persona)
    with _servidor() as (puerto, grupo):
        hilo = Thread(target=_publicar, args=(puerto, cabeceras, urls))
        hilo.start()
        time.sleep(AZAR.uniform(0.3, hasta))
        os.killpg(grupo, signal.SIGKILL)
        hilo.join(60)


def _corte_de_hoy():
    hoy = timezone.localdate()
    return f.corte(
        2, de=f.vigencia(hoy.year), fecha_corte=hoy, abre=hoy - timedelta(days=1), cierra=hoy + timedelta(days=5)
    )


def test_matar_la_web_mientras_se_envia_no_deja_nada_a_medias():
    dependencia = f.dependencia()
    enlace = f.persona("enlace", dependencia)
    corte = _corte_de_hoy()
    plan = f.plan("PUBLICADO", dependencia=dependencia, vigencia=corte.vigencia)
    avances = [
        f.avance(f.actividad(plan), corte, "BORRADOR", D(1), situacion="AVANCE", texto="Hecho.") for _ in range(25)
    ]
    for intento in range(6):
        pendientes = [a for a in avances if Avance.objects.get(pk=a.pk).estado == "BORRADOR"]
        _matar_mientras(enlace, [reverse("seguimiento:avance_enviar", args=[a.pk]) for a in pendientes], 1.5 + intento)
        for avance in Avance.objects.all():
            assert Suceso.objects.de(avance).filter(verbo="enviar").count() == (avance.estado == "ENVIADO")
            assert (avance.reportado_en is None) == (avance.estado == "BORRADOR")
        if intento >= 2 and Avance.objects.filter(estado="ENVIADO").exists():
            break

    assert Avance.objects.filter(estado="ENVIADO").exists()
    assert Avance.objects.count() == 25


def test_matar_la_web_mientras_se_cierra_deja_el_corte_abierto_o_cerrado_entero():
    corte, planeacion = _corte_de_hoy(), f.persona("planeacion")
    plan = f.plan("PUBLICADO", vigencia=corte.vigencia)
    for _ in range(80):
        f.avance(f.actividad(plan), corte, "ACEPTADO", D(1))
    for _ in range(3):
        _matar_mientras(planeacion, [reverse("seguimiento:corte_cerrar", args=[corte.pk])], 1.2)
        corte.refresh_from_db()
        if corte.esta_cerrado:
            assert corte.sha256 == cifras.huella(corte)
            assert Suceso.objects.de(corte).filter(verbo="cerrar").count() == 1
        else:
            assert not Cifra.objects.filter(corte=corte).exists()
