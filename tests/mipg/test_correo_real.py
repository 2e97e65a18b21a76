"""El correo de verdad: SMTP, Redis y trabajadores Celery; muertes al azar, direcciones malas y servicios caídos."""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from mipg.avisos import acciones, tasks
from mipg.avisos.models import Mensaje
from mipg.celery import app
from tests import fabricas as f
from tests.servicios import entorno_de_prueba, redis_desechable, sumidero_smtp, trabajador_celery

pytestmark = [pytest.mark.servicios, pytest.mark.django_db(transaction=True)]
AZAR = random.Random(7)


def _encolar(cuantos: int) -> None:
    for n in range(cuantos):
        acciones.encolar(
            destino=f"persona{n}@ejemplo.test",
            asunto=f"Pendientes {n}",
            texto="Tiene reportes por enviar.",
            clase="prueba",
            ahora=timezone.now(),
        )


def _esperar(condicion, segundos: float = 30) -> bool:
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        if condicion():
            return True
        time.sleep(0.1)
    return False


def _publicar(redis: str, veces: int = 1) -> None:
    with app.connection_for_write(redis) as conexion:
        for _ in range(veces):
            tasks.despachar_mensajes.apply_async(connection=conexion, retry=False)


def test_un_trabajador_de_verdad_entrega_la_bandeja_por_smtp(settings):
    _encolar(5)
    with redis_desechable() as redis, sumidero_smtp() as buzon:
        with trabajador_celery(entorno_de_prueba(REDIS_URL=redis, EMAIL_URL=buzon.url)):
            _publicar(redis)
            assert _esperar(lambda: not Mensaje.objects.exclude(estado=Mensaje.Estado.ENVIADO).exists())

        assert sorted(buzon.destinos) == [f"persona{n}@ejemplo.test" for n in range(5)]
        identificadores = {f"<{m.identificador}@mipg>" for m in Mensaje.objects.all()}
        assert {m["Message-ID"] for m in buzon.mensajes} == identificadores


def test_matar_trabajadores_no_pierde_ni_duplica_correos():
    _encolar(60)
    muertes = 0
    with redis_desechable() as redis, sumidero_smtp() as buzon:
        entorno = entorno_de_prueba(REDIS_URL=redis, EMAIL_URL=buzon.url)
        for _ in range(3):
            with trabajador_celery(entorno, concurrencia=2) as trabajador:
                _publicar(redis, veces=2)
                time.sleep(AZAR.uniform(0.05, 0.5))
                os.killpg(trabajador.proceso.pid, signal.SIGKILL)
                muertes += 1
        # Al vencer el arriendo de lo que quedó a medias, el siguiente lo retoma.
        with trabajador_celery(entorno):
            Mensaje.objects.filter(estado=Mensaje.Estado.ENVIANDO).update(disponible_en=timezone.now())
            _publicar(redis)
            assert _esperar(lambda: not Mensaje.objects.exclude(estado=Mensaje.Estado.ENVIADO).exists())

        copias = Counter(m["Message-ID"] for m in buzon.mensajes)
        assert len(copias) == 60
        # Cada proceso muerto pudo alcanzar a entregar uno que no llegó a anotar.
        assert sum(copias.values()) - 60 <= muertes * 2


def test_una_direccion_mala_no_frena_el_lote_y_queda_dicho_por_que(settings):
    _encolar(3)
    with sumidero_smtp(rechazadas=["persona1@ejemplo.test"]) as buzon:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", buzon.puerto
        assert acciones.despachar(ahora=timezone.now()) == 2

    malo = Mensaje.objects.get(destino="persona1@ejemplo.test")
    assert malo.estado == Mensaje.Estado.FALLIDO
    assert "550" in malo.error and malo.enviado_en is None


def test_con_el_smtp_caido_nada_se_pierde_y_al_volver_drena_completo(settings):
    _encolar(4)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    ahora = timezone.now()
    assert acciones.despachar(ahora=ahora) == 0
    assert Mensaje.objects.filter(estado=Mensaje.Estado.PENDIENTE).count() == 4

    with sumidero_smtp() as buzon:
        settings.EMAIL_PORT = buzon.puerto
        assert acciones.despachar(ahora=ahora + timedelta(minutes=2)) == 4
        assert len(buzon.mensajes) == 4


def test_a_quien_ya_no_esta_no_se_le_escribe(settings):
    persona = f.persona()
    acciones.encolar(
        destino=persona.email, persona=persona.pk, asunto="Pendientes", texto="…", clase="prueba", ahora=timezone.now()
    )
    persona.is_active = False
    persona.save()

    with sumidero_smtp() as buzon:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", buzon.puerto
        acciones.despachar(ahora=timezone.now())
        assert not buzon.mensajes
    assert Mensaje.objects.get().estado == Mensaje.Estado.ANULADO
