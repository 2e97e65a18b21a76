"""Cambiar quién coordina un plan mientras no se apruebe."""

from datetime import date

import pytest

from mipg.usuarios.models import Dependencia
from tests import fabricas


def datos(quien, plan, **cambios) -> dict:
    base = {
        "version": plan.version,
        "dependencia": quien.ajena.pk,
        "fecha_limite": "2026-03-31",
        "motivo": "Lo lidera Educación.",
    }
    return base | cambios


@pytest.mark.parametrize("estado", ["BORRADOR", "DEVUELTO", "EN_REVISION"])
def test_traslada_con_su_motivo_y_lo_formula_quien_lo_recibe(quien, en_estado, sucesos, estado):
    plan = en_estado(estado)
    url = f"/planes/{plan.pk}/trasladar/"
    assert quien.cliente.planeacion.get(url).status_code == 200
    assert quien.cliente.planeacion.post(url, datos(quien, plan)).status_code == 302
    plan.refresh_from_db()
    assert (plan.dependencia, plan.estado, plan.fecha_limite) == (quien.ajena, estado, date(2026, 3, 31))
    assert sucesos(plan) == ["trasladar"]
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/").status_code == 404
    texto = quien.cliente.otro.get(f"/planes/{plan.pk}/").text
    assert "trasladó el plan a otra dependencia" in texto
    assert "Lo lidera Educación." in texto
    assert quien.planeacion not in plan.autores.all()


def test_sin_decir_otra_conserva_su_fecha_limite(quien, en_estado):
    plan = en_estado("BORRADOR", fecha_limite=date(2026, 2, 28))
    quien.cliente.planeacion.post(f"/planes/{plan.pk}/trasladar/", datos(quien, plan, fecha_limite=""))
    plan.refresh_from_db()
    assert (plan.dependencia, plan.fecha_limite) == (quien.ajena, date(2026, 2, 28))


@pytest.mark.parametrize("malo", [
    {"motivo": " "}, {"dependencia": ""}, {"fecha_limite": "2027-01-31"}, {"version": "99"}, {"version": "x"},
])  # fmt: skip
def test_lo_que_no_cuadra_vuelve_al_formulario(quien, plan, sucesos, malo):
    cliente = quien.cliente.planeacion
    assert cliente.post(f"/planes/{plan.pk}/trasladar/", datos(quien, plan, **malo)).status_code == 422
    assert sucesos(plan) == []


def test_no_se_traslada_a_quien_ya_no_existe(quien, plan, sucesos):
    suprimida = fabricas.dependencia(vigente_hasta=date(2026, 1, 1))
    assert Dependencia.objects.filter(pk=suprimida.pk).exists()
    cuerpo = datos(quien, plan, dependencia=suprimida.pk)
    assert quien.cliente.planeacion.post(f"/planes/{plan.pk}/trasladar/", cuerpo).status_code == 422
    assert sucesos(plan) == []


def test_un_plan_aprobado_conserva_su_coordinadora(quien, en_estado, sucesos):
    plan = en_estado("APROBADO")
    assert quien.cliente.planeacion.get(f"/planes/{plan.pk}/trasladar/").status_code == 302
    assert quien.cliente.planeacion.post(f"/planes/{plan.pk}/trasladar/", datos(quien, plan)).status_code == 422
    assert sucesos(plan) == []


def test_traslada_planeacion(quien, plan):
    for nombre in ("jefe", "enlace", "control", "comite"):
        assert getattr(quien.cliente, nombre).post(f"/planes/{plan.pk}/trasladar/").status_code == 403
    assert quien.cliente.ajeno.get(f"/planes/{plan.pk}/trasladar/").status_code == 404
    assert "Trasladar a otra dependencia" in quien.cliente.planeacion.get(f"/planes/{plan.pk}/").text
    assert "Trasladar a otra dependencia" not in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
