"""Corregir el nombre y la fecha límite de un plan antes de aprobarse."""

from datetime import date

import pytest

from tests import fabricas


def guardar(cliente, plan, **cambios):
    datos = {"version": plan.version, "nombre": plan.nombre, "fecha_limite": "2026-02-28"} | cambios
    return cliente.post(f"/planes/{plan.pk}/editar/", datos)


def test_quien_formula_corrige_el_nombre_y_queda_entre_los_autores(quien, plan, sucesos):
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/editar/").status_code == 200
    assert guardar(quien.cliente.jefe, plan, nombre="Plan de archivos").status_code == 302
    plan.refresh_from_db()
    assert (plan.nombre, plan.fecha_limite) == ("Plan de archivos", None)
    assert list(plan.autores.all()) == [quien.jefe]
    assert sucesos(plan) == ["editar"]
    assert "corrigió los datos del plan" in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text


def test_planeacion_corrige_ademas_la_fecha_limite_y_eso_no_es_escribir_en_el(quien, en_estado):
    plan = en_estado("EN_REVISION")
    assert guardar(quien.cliente.planeacion, plan).status_code == 302
    plan.refresh_from_db()
    assert plan.fecha_limite == date(2026, 2, 28)
    assert list(plan.autores.all()) == []


def test_sin_cambios_no_queda_nada(quien, plan, sucesos):
    assert guardar(quien.cliente.jefe, plan).status_code == 302
    assert sucesos(plan) == []


@pytest.mark.parametrize("malo", [
    {"nombre": " "}, {"nombre": "x" * 251}, {"fecha_limite": "2025-12-31"}, {"fecha_limite": "ayer"}, {"version": "9"},
])  # fmt: skip
def test_lo_que_no_cuadra_vuelve_al_formulario(quien, plan, sucesos, malo):
    assert guardar(quien.cliente.planeacion, plan, **malo).status_code == 422
    assert sucesos(plan) == []


def test_en_revision_el_jefe_lo_recupera(quien, en_estado):
    en_revision = en_estado("EN_REVISION")
    assert guardar(quien.cliente.jefe, en_revision, nombre="Otro").status_code == 422
    assert quien.cliente.jefe.get(f"/planes/{en_revision.pk}/editar/").status_code == 302


def test_del_aprobado_planeacion_quita_las_erratas_del_nombre_y_su_version_no_cambia(quien, en_estado, sucesos):
    plan = en_estado("APROBADO")
    plan.nombre = "Plan Insitucional de Archivos de 2026"
    plan.save()
    foto = fabricas.version(plan).foto
    bien = {"nombre": "Plan Institucional de Archivos de 2026", "motivo": "Faltaba una letra."}
    planeacion = quien.cliente.planeacion
    pagina = planeacion.get(f"/planes/{plan.pk}/editar/").text
    assert "ya se aprobó" in pagina and "Fecha límite" not in pagina
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/editar/").status_code == 302
    assert guardar(quien.cliente.jefe, plan, **bien).status_code == 422
    for malo, dice in [
        (bien | {"nombre": "Plan Institucional de Archivos de 2027"}, "cambia una cifra"),
        (bien | {"nombre": "Plan Anticorrupción de 2026"}, "cambia «Insitucional Archivos» por «Anticorrupción»"),
        (bien | {"motivo": " "}, "obligatorio"),
        ({"nombre": plan.nombre, "motivo": "Nada."}, "No cambió nada"),
    ]:
        negado = guardar(planeacion, plan, **malo)
        assert negado.status_code == 422 and dice in negado.text
    assert sucesos(plan) == []
    assert guardar(planeacion, plan, **bien).status_code == 302
    plan.refresh_from_db()
    assert plan.nombre == bien["nombre"] and plan.versiones.get().foto == foto
    assert sucesos(plan) == ["corregir nombre"]
    assert "corrigió el nombre del plan" in planeacion.get(f"/planes/{plan.pk}/").text


def test_del_cerrado_ya_no_se_corrige(quien, en_estado):
    assert guardar(quien.cliente.planeacion, en_estado("CERRADO"), nombre="Otro").status_code == 422


def test_quien(quien, plan):
    assert guardar(quien.cliente.otro, plan).status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control, quien.cliente.comite):
        assert guardar(cliente, plan).status_code == 403
    assert "Corregir el nombre" in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    assert "Más acciones" not in quien.cliente.enlace.get(f"/planes/{plan.pk}/").text
