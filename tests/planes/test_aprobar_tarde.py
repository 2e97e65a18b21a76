"""Aprobar con cantidades en cortes que ya cerraron: se decide, se ve antes y queda escrito."""

from datetime import date
from decimal import Decimal as D

import pytest

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado, ReglaIncumplida
from planes.acciones import planes as acciones
from planes.models import Actividad, Plan, VersionPlan
from politicas.models import Vigencia
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def tarde():
    """Un plan en revisión con cantidades en T1, cuyo corte ya cerró."""
    f.corte(1, "CERRADO")
    plan = f.plan("EN_REVISION")
    f.actividad(plan, (D(2), D(3), D(3), D(2)), numero="1", ponderacion=D(60))
    f.actividad(
        plan, (D(1), None, None, None), numero="2", ponderacion=D(40), tipo_meta="HITO", fecha_fin=date(2026, 3, 31)
    )
    return plan


def _aprobar(plan, **decision):
    leido = Plan.objects.get(pk=plan.pk)
    return acciones.aprobar(
        plan=leido, version=leido.version, acto="PENDIENTE", por=f.persona("planeacion"), ahora=f.AHORA, **decision
    )


def _programado(plan) -> dict:
    return {a.numero: tuple(p and int(p) for p in a.programacion) for a in plan.actividades.all()}


COMO_ESTABA = {"1": (2, 3, 3, 2), "2": (1, None, None, None)}


@pytest.mark.parametrize("decision", [{}, {"tardia": "CONSERVAR"}, {"tardia": "OTRA"}])
def test_sin_decidir_no_se_aprueba(tarde, decision):
    with pytest.raises(ReglaIncumplida) as negada:
        _aprobar(tarde, **decision)
    assert all(p.campo.startswith("tardia") for p in negada.value.problemas)
    tarde.refresh_from_db()
    assert tarde.estado == "EN_REVISION" and not VersionPlan.objects.exists()


def test_mover_deja_las_filas_cambiadas_con_su_suceso_y_en_la_foto(tarde):
    _aprobar(tarde, tardia="MOVER")
    assert _programado(tarde) == {"1": (None, 5, 3, 2), "2": (None, 1, None, None)}
    hito = Actividad.objects.get(numero="2")
    # Iba a nacer vencida: termina con el corte que la recibe.
    assert hito.fecha_fin == date(2026, 9, 30)
    suceso = Suceso.objects.de(hito).get(verbo="reprogramar")
    assert suceso.changes == {
        "programado_t1": ["1", None],
        "programado_t2": [None, "1"],
        "fecha_fin": ["2026-03-31", "2026-09-30"],
    }
    version = VersionPlan.objects.get()
    assert (version.tardia, version.trimestre_cerrado, version.rige_desde) == ("MOVER", 1, f.HOY)
    assert [a["programado_t1"] for a in version.foto["actividades"]] == [None, None]


def test_conservar_no_toca_las_filas_y_guarda_por_que(tarde):
    _aprobar(tarde, tardia="CONSERVAR", tardia_motivo=" Se ejecutó sin plan. ")
    assert _programado(tarde) == COMO_ESTABA
    version = VersionPlan.objects.get()
    assert (version.tardia, version.tardia_motivo) == ("CONSERVAR", "Se ejecutó sin plan.")
    assert not Suceso.objects.filter(verbo="reprogramar").exists()


def test_si_se_cerro_otro_corte_entre_tanto_se_decide_otra_vez(tarde):
    f.corte(2, "CERRADO")
    with pytest.raises(EstadoCambiado, match="Se cerró un corte"):
        _aprobar(tarde, tardia="MOVER", trimestre_cerrado=1)


def test_cerrados_los_cuatro_solo_se_conserva(tarde):
    Vigencia.objects.update(trimestre_cerrado=4)
    with pytest.raises(ReglaIncumplida, match="no queda trimestre"):
        _aprobar(tarde, tardia="MOVER")
    _aprobar(tarde, tardia="CONSERVAR", tardia_motivo="Ya terminó el año.")
    assert _programado(tarde) == COMO_ESTABA


def test_sin_nada_en_lo_cerrado_no_se_decide_ni_queda_dicho():
    f.corte(1, "CERRADO")
    plan = f.plan("EN_REVISION")
    f.actividad(plan, (None, D(1), None, None))
    _aprobar(plan, tardia="CONSERVAR", tardia_motivo="Sobra.")
    assert (VersionPlan.objects.get().tardia, VersionPlan.objects.get().tardia_motivo) == ("", "")


@pytest.mark.una_base
def test_la_pagina_muestra_antes_y_despues_con_la_cifra_de_cada_decision(tarde, cliente_de, time_machine):
    time_machine.move_to(f.AHORA)
    cliente, url = cliente_de(f.persona("planeacion")), f"/planes/{tarde.pk}/aprobar/"
    html = cliente.get(url).content.decode()
    assert "T1 2 · T2 3 · T3 3 · T4 2" in html and "T2 5 · T3 3 · T4 2" in html
    # 60 × 3/5 y nada del hito, frente a todo.
    assert "36,00\xa0% al cerrar T2" in html and "100,00\xa0% al cerrar T2" in html
    assert "si se mueve, termina el 30/09/2026" in html
    datos = {"version": tarde.version, "acto": "PENDIENTE", "trimestre_cerrado": 1}
    respuesta = cliente.post(url, datos)
    assert respuesta.status_code == 422 and "tardia" in respuesta.context["form"].errors
    assert cliente.post(url, datos | {"tardia": "MOVER"}).status_code == 302
    detalle = cliente.get(f"/planes/{tarde.pk}/").content.decode()
    assert "lo programado en ellos se movió a los que faltaban" in detalle


@pytest.mark.una_base
def test_quien_formula_sabe_que_habra_que_decidirlo(tarde, cliente_de):
    html = cliente_de(f.persona("planeacion")).get(f"/planes/{tarde.pk}/").content.decode()
    assert "Programa cantidades en cortes que ya cerraron" in html
