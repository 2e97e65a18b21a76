"""Abrir el corte, cerrarlo y abrir la vigencia siguiente: deberes de Planeación, cada uno a su tiempo."""

from datetime import date, timedelta

import pytest

from mipg import obligaciones
from seguimiento.acciones import cortes
from seguimiento.obligaciones import pendientes
from tests import fabricas as f

pytestmark = pytest.mark.django_db


def _deben(hoy: date, persona: int | None = None) -> list[tuple[str, str, date]]:
    return [(o.verbo, o.asunto, o.vence) for o in pendientes(hoy, persona)]


@pytest.fixture
def planea():
    f.plan("APROBADO")
    return f.persona("planeacion")


def test_abrir_el_corte_se_debe_una_semana_antes_de_su_captura_y_vence_el_dia_que_empieza(planea):
    corte = f.corte(2, "PROGRAMADO", abre=date(2026, 7, 1))
    assert _deben(date(2026, 6, 23)) == []
    debido = [("Abrir el corte", "T2 de 2026", date(2026, 7, 1))]
    assert _deben(date(2026, 6, 24)) == _deben(date(2026, 8, 1)) == debido
    cortes.abrir(corte=corte, por=planea, ahora=f.AHORA)
    assert _deben(date(2026, 7, 6)) == []


def test_sin_planes_aprobados_abrir_no_es_deber_porque_no_se_puede():
    f.persona("planeacion")
    f.corte(2, "PROGRAMADO")
    assert _deben(date(2026, 7, 6)) == []


def test_con_uno_abierto_se_debe_cerrarlo_y_no_abrir_el_siguiente(planea):
    f.corte(2, "ABIERTO", cierra=date(2026, 7, 15))
    f.corte(3, "PROGRAMADO")
    assert _deben(date(2026, 7, 15)) == []
    # Cinco días hábiles después, con el 20 de julio festivo.
    assert _deben(date(2026, 10, 20)) == [("Cerrar el corte", "T2 de 2026", date(2026, 7, 23))]


def test_si_se_amplio_la_captura_de_alguien_se_cierra_despues(planea):
    corte = f.corte(2, "ABIERTO", cierra=date(2026, 7, 15))
    cortes.ampliar(
        corte=corte, dependencia=f.dependencia(), cierra=date(2026, 7, 31), motivo="x", por=planea, ahora=f.AHORA
    )
    assert _deben(date(2026, 7, 31)) == []
    assert _deben(date(2026, 8, 1)) == [("Cerrar el corte", "T2 de 2026", date(2026, 8, 10))]


def test_la_vigencia_siguiente_se_abre_desde_diciembre_y_vence_con_el_anio(planea):
    assert _deben(date(2026, 11, 30)) == []
    debido = [("Abrir la vigencia", "2027", date(2026, 12, 31))]
    assert _deben(date(2026, 12, 1)) == _deben(date(2027, 2, 1)) == debido
    f.vigencia(2027)
    assert _deben(date(2026, 12, 1)) == []


def test_la_primera_vigencia_no_la_pide_nadie():
    f.persona("planeacion")
    assert _deben(date(2026, 12, 1)) == []


def test_les_tocan_a_planeacion_y_a_nadie_mas_y_se_cuentan_igual_que_se_listan(planea):
    f.corte(2, "PROGRAMADO")
    otra, hoy = f.persona("planeacion"), date(2026, 7, 6)
    for rol in ("jefe", "enlace", "control_interno", "secretaria_general", "administrador"):
        assert _deben(hoy, f.persona(rol).pk) == []
    assert {o.persona for o in pendientes(hoy)} == {planea.pk, otra.pk}
    for persona in (planea.pk, otra.pk):
        assert set(pendientes(hoy, persona)) <= set(obligaciones.de_persona(hoy, persona))
        (suyas,) = obligaciones.por_lotes(hoy, [{persona}])
        assert set(pendientes(hoy, persona)) <= set(suyas)


def test_si_no_hay_nadie_de_planeacion_no_se_calla():
    f.plan("APROBADO")
    f.corte(2, "PROGRAMADO")
    (una,) = [o for o in pendientes(f.HOY + timedelta(days=1)) if o.verbo == "Abrir el corte"]
    assert una.persona is None
