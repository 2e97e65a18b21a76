"""Cerrar un plan que ya no tiene nada que medir."""

from datetime import date

import pytest

from planes.acciones import salidas
from planes.models import Prorroga
from politicas.models import Vigencia
from tests import fabricas
from tests.mipg.mundo import publicar


def cerrar(cliente, plan, **cambios):
    return cliente.post(f"/planes/{plan.pk}/cerrar/", {"version": plan.version} | cambios)


@pytest.fixture
def cerrado_hasta(db):
    """`cerrado_hasta(3)`: la vigencia tiene cortes y ya cerró hasta ese trimestre."""

    def poner(trimestre: int) -> None:
        fabricas.vigencia()
        Vigencia.objects.update(corte_t1="2026-03-31", trimestre_cerrado=trimestre)

    return poner


@pytest.mark.parametrize("estado", ["APROBADO", "PUBLICADO"])
def test_cierra_lo_que_ya_midio_todo_se_haya_publicado_o_no(quien, en_estado, sucesos, cerrado_hasta, estado):
    cerrado_hasta(2)
    plan = en_estado(estado)
    assert quien.cliente.planeacion.get(f"/planes/{plan.pk}/cerrar/").status_code == 200
    assert cerrar(quien.cliente.planeacion, plan).status_code == 302
    plan.refresh_from_db()
    assert (plan.estado, plan.cerrado_por) == ("CERRADO", quien.planeacion)
    assert bool(plan.publicado_en) == (estado == "PUBLICADO")
    assert sucesos(plan) == ["cerrar"]
    assert "El plan está cerrado" in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text


def test_mientras_falte_un_corte_dice_cual_y_no_cierra(quien, en_estado, sucesos, cerrado_hasta):
    cerrado_hasta(1)
    plan = en_estado("PUBLICADO")
    pagina = quien.cliente.planeacion.get(f"/planes/{plan.pk}/cerrar/").text
    assert "hasta el T2" in pagina
    assert "Cerrar el plan</button>" not in pagina
    assert cerrar(quien.cliente.planeacion, plan).status_code == 422
    assert sucesos(plan) == []


def test_el_que_se_debe_tener_no_se_cierra_vaciado_sino_con_su_vigencia(quien, en_estado, ahora):
    plan = en_estado("APROBADO")
    plan.actividades.update(retirada_en=ahora, retirada_por=quien.planeacion)
    respuesta = cerrar(quien.cliente.planeacion, plan)
    assert respuesta.status_code == 422
    assert "proponga una modificación con las que las reemplazan" in respuesta.text
    assert salidas.cerrar(plan=plan, por=quien.planeacion, ahora=ahora, con_su_vigencia=True).estado == "CERRADO"


def test_lo_que_nadie_ha_decidido_se_decide_antes(quien, en_estado, cerrado_hasta, ahora):
    cerrado_hasta(4)
    plan = publicar(en_estado("PUBLICADO"))
    plan.propuestas.create(base=plan.versiones.get(), creada_en=ahora, creada_por=quien.jefe)
    Prorroga.objects.create(
        actividad=plan.actividades.first(),
        fecha_original=date(2026, 6, 30),
        fecha_nueva=date(2026, 7, 30),
        motivo="Lluvias.",
        a_tiempo=True,
        pedida_en=ahora,
        pedida_por=quien.jefe,
    )
    pagina = quien.cliente.planeacion.get(f"/planes/{plan.pk}/cerrar/").text
    assert "una modificación sin decidir" in pagina
    assert "una prórroga sin decidir: concédala o niéguela." in pagina
    assert cerrar(quien.cliente.planeacion, plan).status_code == 422


@pytest.mark.parametrize("estado", ["BORRADOR", "EN_REVISION", "DESISTIDO", "CERRADO"])
def test_lo_que_no_rige_no_se_cierra(quien, en_estado, sucesos, estado):
    plan = en_estado(estado)
    assert quien.cliente.planeacion.get(f"/planes/{plan.pk}/cerrar/").status_code == 302
    assert cerrar(quien.cliente.planeacion, plan).status_code == 422
    assert sucesos(plan) == []


def test_sobre_lo_que_ya_cambio_no_cierra_y_quien(quien, en_estado):
    plan = en_estado("PUBLICADO")
    assert cerrar(quien.cliente.planeacion, plan, version="55").status_code == 422
    for nombre in ("jefe", "enlace", "control", "ajeno"):
        assert cerrar(getattr(quien.cliente, nombre), plan).status_code == 403
