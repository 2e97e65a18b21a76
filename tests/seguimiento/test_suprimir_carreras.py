"""Suprimir una dependencia mientras otra persona le encarga algo: nada queda a cargo de quien ya no existe."""

from threading import Event

import pytest
from django.db import connection, transaction

from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones import dependencias as de_dependencias
from planes import a_cargo
from planes.acciones import actividades, planes
from planes.models import Actividad, Plan
from seguimiento.acciones.dependencias import suprimir
from tests import fabricas as f
from tests.concurrencia import a_la_vez

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
ESPERA = 0.5


def _mundo():
    vieja, nueva, por = f.dependencia(), f.dependencia(), f.persona("planeacion")
    return vieja, nueva, por, f.plan("BORRADOR", dependencia=f.dependencia())


def _crear(hoja, vieja, por) -> Actividad:
    que = {"numero": "1", "nombre": "Nueva", "meta": 1, "programado_t4": 1, "dependencia": vieja}
    return actividades.crear_actividad(hoja=hoja, por=por, ahora=f.AHORA, **que)


def _suprimir(vieja, nueva, por):
    que = {"rige_desde": f.HOY, "acto": "Decreto 1", "por": por, "ahora": f.AHORA}
    return suprimir(dependencia=vieja, sucesora=nueva, **que)


def _una_actividad_a_medias(vieja, nueva, por, plan) -> list:
    """Suprime mientras la otra persona ya escribió su actividad y todavía no termina."""
    escrita, suprimida = Event(), Event()

    def crear():
        with transaction.atomic():
            _crear(plan, vieja, por)
            escrita.set()
            suprimida.wait(ESPERA)

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
    _una_actividad_a_medias(vieja, nueva, por, plan)
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
    with pytest.raises(ReglaIncumplida, match="no existe hoy"):
        _crear(plan, vieja, por)
    monkeypatch.setattr(actividades, "exigir_que_existan", lambda *_, **__: None)
    assert _crear(plan, vieja, por).dependencia == vieja
    assert de_dependencias.exigir_que_existan is not actividades.exigir_que_existan
