"""Suprimir una dependencia mientras otra persona le encarga algo: nada queda a cargo de quien ya no existe."""

from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction

from mipg.reglas import ReglaIncumplida
from planes import a_cargo
from planes.acciones import hojas, planes
from planes.models import Actividad, Plan
from seguimiento.acciones.dependencias import suprimir
from tests import fabricas as f
from tests.concurrencia import a_la_vez

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
ESPERA = 0.5


def _mundo():
    vieja, nueva, por = f.dependencia(), f.dependencia(), f.persona("planeacion")
    return vieja, nueva, por, f.plan("BORRADOR", dependencia=f.dependencia())


def _crear(hoja, vieja, por) -> str | None:
    """La encarga en la rejilla; devuelve por qué no se pudo."""
    fila = hojas.FilaEscrita(uuid4(), {"nombre": ("", "Nueva"), "dependencia": (None, vieja.pk)})
    (guardada,) = hojas.guardar_filas(hoja=hoja, filas=[fila], por=por, ahora=f.AHORA).filas
    return guardada.errores.get("dependencia")


def _suprimir(vieja, nueva, por):
    que = {"rige_desde": f.HOY, "acto": "Decreto 1", "por": por, "ahora": f.AHORA}
    return suprimir(dependencia=vieja, sucesora=nueva, **que)


def _una_actividad_a_medias(vieja, nueva, por, plan, espera=ESPERA) -> list:
    """Suprime mientras la otra persona ya escribió su actividad y todavía no termina."""
    escrita, suprimida = Event(), Event()

    def crear():
        with transaction.atomic():
            _crear(plan, vieja, por)
            escrita.set()
            suprimida.wait(espera)

    def fusionar():
        escrita.wait(10)
        _suprimir(vieja, nueva, por)
        suprimida.set()

    return a_la_vez(crear, fusionar)


def test_lo_que_se_estaba_escribiendo_tambien_pasa():
    vieja, nueva, por, plan = _mundo()
    assert _una_actividad_a_medias(vieja, nueva, por, plan) == [None, None]
    assert Actividad.objects.get().dependencia == nueva


def test_control_sin_tomar_los_planes_queda_a_cargo_de_quien_ya_no_existe(monkeypatch):
    monkeypatch.setattr(a_cargo, "tomar", lambda: None)
    vieja, nueva, por, plan = _mundo()
    # En PostgreSQL nadie la detiene: se espera a que termine, por cargada que esté la máquina.
    _una_actividad_a_medias(vieja, nueva, por, plan, 10 if connection.vendor == "postgresql" else ESPERA)
    # En SQLite escribe una sola transacción a la vez: la toma es la de la base.
    assert Actividad.objects.get().dependencia == (vieja if connection.vendor == "postgresql" else nueva)


def test_a_la_vez_o_pasa_o_se_niega():
    for _ in range(3):
        vieja, nueva, por, plan = _mundo()
        que = {"clase": "ACCION_POLITICA", "vigencia": plan.vigencia, "politica": f.politica(), "dependencia": vieja}
        resultados = a_la_vez(
            lambda: _suprimir(vieja, nueva, por),  # noqa: B023
            lambda: _crear(plan, vieja, por),  # noqa: B023
            lambda: planes.crear_plan(**que, por=por, ahora=f.AHORA),  # noqa: B023
        )
        assert not [r for r in resultados if isinstance(r, Exception) and not isinstance(r, ReglaIncumplida)]
        assert not Actividad.objects.filter(dependencia=vieja).exists()
        assert not Plan.objects.filter(dependencia=vieja).exists()


def test_control_sin_comprobar_que_existe_queda_a_cargo_de_quien_ya_no_existe(monkeypatch):
    vieja, nueva, por, plan = _mundo()
    _suprimir(vieja, nueva, por)
    assert "no existe hoy" in _crear(plan, vieja, por)
    assert not Actividad.objects.filter(dependencia=vieja).exists()
    monkeypatch.setattr(hojas, "que_no_existen", lambda *_, **__: {})
    assert not _crear(plan, vieja, por)
    assert Actividad.objects.filter(dependencia=vieja).exists()
