"""Enviar y lo que lo impide."""

from planes.models import Plan
from tests import fabricas


def test_envia_y_deja_un_suceso(quien, plan, sucesos):
    respuesta = quien.cliente.jefe.post(f"/planes/{plan.pk}/enviar/")
    assert respuesta["Location"] == f"/planes/{plan.pk}/"
    plan.refresh_from_db()
    assert (plan.estado, plan.enviado_por) == ("EN_REVISION", quien.jefe)
    assert sucesos(plan) == ["enviar"]


def test_incompleto_no_se_envia_y_dice_por_que(quien, plan, sucesos):
    fabricas.actividad(plan, numero="8", fecha_fin=None)
    respuesta = quien.cliente.jefe.post(f"/planes/{plan.pk}/enviar/", follow=True)
    assert "Actividad 8: no tiene fecha de fin" in respuesta.content.decode()
    assert Plan.objects.get().estado == "BORRADOR"
    assert sucesos(plan) == []


def test_dos_veces_es_un_envio(quien, plan, sucesos):
    for _ in range(2):
        assert quien.cliente.jefe.post(f"/planes/{plan.pk}/enviar/").status_code == 302
    assert sucesos(plan) == ["enviar"]


def test_quien_no_formula_no_envia(quien, plan):
    assert quien.cliente.otro.post(f"/planes/{plan.pk}/enviar/").status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control, quien.cliente.comite):
        assert cliente.post(f"/planes/{plan.pk}/enviar/").status_code == 403
    assert quien.cliente.jefe.get(f"/planes/{plan.pk}/enviar/").status_code == 405
    assert Plan.objects.get().estado == "BORRADOR"
