"""Desistir de un plan que no va, antes de aprobarse."""

import pytest

from mipg.expediente import acciones as expediente
from mipg.expediente.models import Importacion
from planes.acciones import planes as acciones
from planes.acciones.importaciones import DESTINO
from planes.models import Plan
from planes.obligaciones import pendientes
from tests import fabricas

MOTIVO = "La política la asume otra entidad."


def desistir(cliente, plan, **cambios):
    return cliente.post(f"/planes/{plan.pk}/desistir/", {"version": plan.version, "motivo": MOTIVO} | cambios)


@pytest.mark.parametrize("estado", ["BORRADOR", "DEVUELTO", "EN_REVISION"])
def test_desiste_con_motivo_y_queda_como_estaba(quien, en_estado, sucesos, estado):
    plan = en_estado(estado)
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/desistir/").status_code == 200
    assert desistir(quien.cliente.jefe, plan).status_code == 302
    plan.refresh_from_db()
    assert (plan.estado, plan.desistido_por, plan.desistido_motivo) == ("DESISTIDO", quien.jefe, MOTIVO)
    assert plan.actividades.count() == 1
    assert sucesos(plan) == ["desistir"]
    texto = quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    assert MOTIVO in texto
    assert "Lo que falta para enviar" not in texto
    assert "Más acciones" not in texto


def test_libera_su_lugar_y_crear_otro_vuelve_a_deberse_con_la_pagina_llena(quien, en_estado):
    plan = en_estado("DEVUELTO")
    assert [o for o in pendientes(fabricas.HOY, quien.planeacion.pk) if o.verbo == "Crear"] == []
    assert "Planeación queda con el deber de crear otro" in quien.cliente.jefe.get(f"/planes/{plan.pk}/desistir/").text
    desistir(quien.cliente.jefe, plan)
    (debe,) = [o for o in pendientes(fabricas.HOY, quien.planeacion.pk) if o.verbo == "Crear"]
    assert (debe.asunto, debe.vence) == (
        f"Plan de acción · {plan.politica.nombre}",
        plan.vigencia.fecha_limite_politicas,
    )
    form = quien.cliente.planeacion.get(debe.url).context["form"]
    datos = {campo.name: valor for campo in form if (valor := campo.value())}
    assert (datos["politica"], datos["clase"], datos["vigencia"]) == (
        plan.politica_id, "ACCION_POLITICA", plan.vigencia_id,
    )  # fmt: skip
    creado = quien.cliente.planeacion.post(debe.url, datos | {"dependencia": quien.ajena.pk})
    assert creado.status_code == 302
    assert Plan.objects.en_pie().get(politica=plan.politica).dependencia == quien.ajena
    assert [o for o in pendientes(fabricas.HOY, quien.planeacion.pk) if o.verbo == "Crear"] == []


def test_descarta_los_archivos_que_esperaban_revision(quien, plan, ahora):
    datos = {"destino": DESTINO, "nombre": "plan.csv", "contenido": b"Actividad\nHacer\n", "ahora": ahora}
    archivo = expediente.recibir_importacion(objeto_id=plan.pk, por=quien.jefe, **datos)
    desistir(quien.cliente.jefe, plan)
    archivo.refresh_from_db()
    assert archivo.estado == Importacion.Estado.DESCARTADA


def test_el_que_se_envio_y_quedo_vacio_tambien_sale(quien, plan, ahora):
    acciones.enviar(plan=plan, por=quien.jefe, ahora=ahora)
    recuperado = acciones.recuperar(plan=plan, por=quien.jefe, ahora=ahora)
    plan.actividades.all().delete()
    assert desistir(quien.cliente.jefe, recuperado).status_code == 302


@pytest.mark.parametrize("estado", ["APROBADO", "PUBLICADO", "CERRADO"])
def test_un_plan_aprobado_no_se_desiste_y_se_dice_que_si_se_puede(quien, en_estado, sucesos, estado):
    plan = en_estado(estado)
    assert "Proponga una modificación" in quien.cliente.planeacion.get(f"/planes/{plan.pk}/desistir/", follow=True).text
    assert desistir(quien.cliente.planeacion, plan).status_code == 422
    assert sucesos(plan) == []


def test_en_una_vigencia_cerrada_tambien_se_desiste(quien, plan):
    type(plan.vigencia).objects.update(cerrada_en=fabricas.AHORA, cerrada_por=quien.planeacion)
    assert desistir(quien.cliente.planeacion, plan).status_code == 302
    assert [o for o in pendientes(fabricas.HOY, quien.planeacion.pk) if o.verbo == "Crear"] == []


@pytest.mark.parametrize("malo", [{"motivo": " "}, {"motivo": "x" * 501}, {"version": "7"}])
def test_lo_que_no_cuadra_vuelve_al_formulario(quien, plan, sucesos, malo):
    assert desistir(quien.cliente.jefe, plan, **malo).status_code == 422
    assert sucesos(plan) == []


def test_quien(quien, plan):
    assert desistir(quien.cliente.otro, plan).status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control, quien.cliente.comite):
        assert desistir(cliente, plan).status_code == 403
