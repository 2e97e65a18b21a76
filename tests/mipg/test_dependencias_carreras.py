"""Dos archivos de dependencias a la vez: cada uno cabe en el catálogo y los dos juntos cerrarían un ciclo."""

from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.db.models import QuerySet

from mipg.libros import leer
from mipg.reglas import ReglaIncumplida
from mipg.usuarios import acciones
from mipg.usuarios.models import Dependencia
from tests import fabricas
from tests.concurrencia import a_la_vez

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
ESPERA = 1  # segundos que el primero en leer espera a que el otro lea lo mismo


@pytest.fixture
def importar_a_la_vez(monkeypatch):
    """Importa «Prensa depende de Archivo» y lo contrario, leyendo ambos antes de que ninguno escriba, si se deja."""
    leidos, entender, por = Barrier(2), acciones.entender, fabricas.persona("planeacion")
    for nombre in ("Prensa", "Archivo"):
        fabricas.dependencia(nombre)

    def entender_y_esperar(libro, **cuando):
        lectura = entender(libro, **cuando)
        with suppress(BrokenBarrierError):
            leidos.wait(ESPERA)
        return lectura

    monkeypatch.setattr(acciones, "entender", entender_y_esperar)
    libros = [
        leer("d.csv", f"Dependencia;Superior\n{una};{otra}\n".encode())
        for una, otra in (("Prensa", "Archivo"), ("Archivo", "Prensa"))
    ]
    importar = partial(acciones.importar_dependencias, de="d.csv", por=por, ahora=fabricas.AHORA)
    return lambda: a_la_vez(*(partial(importar, libro=libro) for libro in libros))


def _con_superior() -> int:
    return Dependencia.objects.filter(nombre__in=["Prensa", "Archivo"], superior__isnull=False).count()


def test_dos_archivos_a_la_vez_no_cierran_un_ciclo(importar_a_la_vez):
    resultados = importar_a_la_vez()
    assert sorted(isinstance(uno, ReglaIncumplida) for uno in resultados) == [False, True], resultados
    assert _con_superior() == 1


def test_control_sin_apartar_el_catalogo_se_cierra_el_ciclo(importar_a_la_vez, monkeypatch):
    """En SQLite no hay qué quitar: una transacción que escribe ya espera a la otra desde el comienzo."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda filas, **_: filas)
    importar_a_la_vez()
    assert _con_superior() == (2 if connection.vendor == "postgresql" else 1)
