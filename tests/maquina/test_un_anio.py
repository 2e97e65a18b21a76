"""Un año al azar: nadie queda atrapado, toda obligación se puede cumplir y las cifras son las de la referencia."""

from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from mipg.reglas import ReglaIncumplida
from tests.maquina import un_anio
from tests.maquina.un_anio import GENTE, Anio

pytestmark = pytest.mark.django_db
PASOS = settings(
    max_examples=12,
    stateful_step_count=18,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_un_anio_cualquiera_no_atrapa_a_nadie():
    run_state_machine_as_test(Anio, settings=PASOS)


# --- Con algo roto, lo que tiene que cumplirse no se cumple ---


@pytest.fixture
def anio(db):
    maquina = Anio()
    yield maquina
    transaction.set_rollback(True)
    maquina.transaccion.__exit__(None, None, None)


def _no(**_):
    raise ReglaIncumplida("No.")


def test_control_si_nadie_decide_alguien_queda_atrapado(anio, monkeypatch):
    anio.empieza(llega="enviado")
    anio.nadie_queda_atrapado()
    monkeypatch.setattr(un_anio.de_planes, "aprobar", _no)
    monkeypatch.setattr(un_anio.de_planes, "devolver", _no)
    with pytest.raises(AssertionError, match="atrapado"):
        anio.nadie_queda_atrapado()


def test_control_si_una_sesion_no_se_cierra_ni_se_cancela_queda_atrapada(anio, monkeypatch):
    anio.empieza(llega="enviado", reunion="convocar iniciar asistir comprometer")
    anio.nadie_queda_atrapado()
    monkeypatch.setattr(un_anio.sesiones, "cerrar", _no)
    with pytest.raises(AssertionError, match="atrapado"):
        anio.nadie_queda_atrapado()


def test_control_si_lo_suprimido_no_pasa_queda_a_cargo_de_nadie(anio, monkeypatch):
    monkeypatch.setattr("planes.a_cargo.pasar", lambda *_: {})
    anio.empieza(llega="medido")
    anio.fusionan(quien=0, al_reves=False)
    with pytest.raises(AssertionError, match="Planes que coordina"):
        anio.lo_congelado_no_cambia()


def test_control_si_nadie_nombra_hay_obligaciones_que_nadie_puede_cumplir(anio, monkeypatch):
    anio.empieza(llega="borrador")
    anio.se_va(quien=GENTE.index("jefa"))
    anio.toda_obligacion_la_puede_cumplir_alguien()
    for quien in ("planea", "revisa"):
        anio.se_va(quien=GENTE.index(quien))
    anio.toda_obligacion_la_puede_cumplir_alguien()
    monkeypatch.setattr("mipg.portal.obligaciones._faltan", lambda _: ())
    with pytest.raises(AssertionError, match="sin persona ni quien la nombre"):
        anio.toda_obligacion_la_puede_cumplir_alguien()


def test_control_si_la_cifra_es_otra_se_ve(anio, monkeypatch):
    anio.empieza(llega="medido")
    anio.las_cifras_son_las_de_la_referencia()
    monkeypatch.setattr(un_anio, "medir", lambda **_: SimpleNamespace(cumplimiento=D("0.5")))
    with pytest.raises(AssertionError):
        anio.las_cifras_son_las_de_la_referencia()
