"""SIGKILL a media acción, en puntos al azar: nada perdido y nada a medias, en SQLite de archivo y en PostgreSQL."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from decimal import Decimal as D

import pytest
from django.core.files.storage import default_storage

from furag.acciones import resultados
from furag.models import Carga, EntidadMedida, Puntaje
from mipg.bitacora.models import Suceso
from mipg.expediente.acciones import recibir_importacion
from mipg.expediente.models import Importacion
from planes.acciones import importaciones
from planes.models import Actividad
from seguimiento import cifras
from seguimiento.models import Avance, Cifra, Corte
from tests import fabricas as f
from tests.furag.fabricas import medicion
from tests.furag.oficiales import NOMBRE, NUESTRA, tabla, xlsx
from tests.servicios import RAIZ, entorno_de_prueba

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
AZAR = random.Random(20261120)


@pytest.fixture
def matar():
    """`matar(acción, *argumentos, hasta=…)`: la lanza en otro proceso y lo mata antes; dice si murió a medias.

    Quien la llama empieza en cero y va abriendo el plazo: así siempre hay una muerte, por rápida que sea la máquina.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.victima"],
        cwd=RAIZ,
        env=entorno_de_prueba(VICTIMA_AHORA=f.AHORA.isoformat()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as victima:

        def una_vez(*orden, hasta: float) -> bool:
            victima.stdin.write(f"{' '.join(map(str, orden))}\n")
            lista, proceso = victima.stdout.readline().split()
            assert lista == "lista"
            time.sleep(AZAR.uniform(0, hasta))
            with suppress(ProcessLookupError):
                os.kill(int(proceso), signal.SIGKILL)
            return int(victima.stdout.readline()) == -signal.SIGKILL

        yield una_vez
        victima.stdin.close()


def _corte_con_borradores(cuantos: int):
    dependencia = f.dependencia()
    enlace = f.persona("enlace", dependencia)
    plan, corte = f.plan("PUBLICADO", dependencia=dependencia), f.corte()
    for _ in range(cuantos):
        f.avance(f.actividad(plan), corte, "BORRADOR", D(1), situacion="AVANCE", texto="Hecho.")
    return corte, enlace


def test_matar_a_quien_envia_no_deja_nada_a_medias(matar):
    corte, enlace = _corte_con_borradores(30)
    muertes = 0
    while Avance.objects.filter(estado="BORRADOR").exists() and muertes < 12:
        muertes += matar("enviar", corte.pk, enlace.pk, hasta=muertes * 0.04)
        for avance in Avance.objects.all():
            envios = Suceso.objects.de(avance).filter(verbo="enviar").count()
            assert envios == (avance.estado == "ENVIADO")
            assert (avance.reportado_en is None) == (avance.estado == "BORRADOR")

    assert muertes
    assert Avance.objects.count() == 30


def test_matar_a_quien_cierra_deja_el_corte_abierto_o_cerrado_entero(matar):
    corte, _ = _corte_con_borradores(0)
    plan, planeacion = f.plan("PUBLICADO"), f.persona("planeacion")
    for _ in range(80):
        f.avance(f.actividad(plan), corte, "ACEPTADO", D(1))
    muertes = 0
    for intento in range(8):
        muertes += matar("cerrar", corte.pk, planeacion.pk, hasta=intento * 0.06)
        corte.refresh_from_db()
        congeladas = Cifra.objects.filter(corte=corte).count()
        if corte.esta_cerrado:
            assert congeladas >= 80
            assert corte.sha256 == cifras.huella(corte)
            assert Suceso.objects.de(corte).filter(verbo="cerrar").count() == 1
            break
        assert (corte.estado, congeladas, corte.sha256) == (Corte.Estado.ABIERTO, 0, "")

    assert muertes


def test_matar_a_quien_importa_deja_todo_o_nada(matar):
    filas = "".join(f"{n};Actividad número {n};informes;10;31/10/2026\n" for n in range(1, 121))
    contenido = f"No.;Actividad;Unidad de medida;Meta;Fecha fin\n{filas}".encode()
    plan, planeacion = f.plan(), f.persona("planeacion")
    muertes = 0
    for intento in range(8):
        importacion = recibir_importacion(
            destino=importaciones.DESTINO,
            objeto_id=plan.pk,
            nombre="plan.csv",
            contenido=contenido,
            por=planeacion,
            ahora=f.AHORA,
        )
        muertes += matar("importar", importacion.pk, planeacion.pk, plan.pk, hasta=intento * 0.15)
        importacion.refresh_from_db()
        aplicada = importacion.estado == Importacion.Estado.APLICADA
        assert Actividad.objects.filter(plan=plan).count() == (120 if aplicada else 0)
        assert Suceso.objects.de(plan).filter(verbo="importar").count() == int(aplicada)
        if aplicada:
            break

    assert muertes
    assert all(default_storage.exists(i.archivo.name) for i in Importacion.objects.all())


def test_matar_a_quien_lee_resultados_no_deja_filas_sueltas(matar):
    filas = [[n, f"ENTIDAD {n}", *NUESTRA[2:8], *[50.5] * 14] for n in range(2000, 2150)]
    planeacion = f.persona("planeacion")
    subida = resultados.subir_resultados(
        medicion=medicion(2025), nombre=NOMBRE, contenido=xlsx([*tabla(), *filas]), por=planeacion, ahora=f.AHORA
    )
    suya, muertes = Importacion.objects.filter(pk=subida.pk), 0
    for intento in range(8):
        muertes += matar("leer", subida.pk, planeacion.pk, hasta=intento * 0.2)
        if suya.get().lectura == "LISTA":
            break
        assert not Carga.objects.exists()
        assert not Puntaje.objects.exists()
        # Como si se hubiera vencido el arriendo del que murió.
        suya.update(lectura="PEDIDA", arrendado_hasta=None, intentos=0)
    else:
        resultados.leer_y_guardar(importacion=suya.get(), ahora=f.AHORA)

    assert muertes
    assert EntidadMedida.objects.count() == Carga.objects.get().entidades == 154
