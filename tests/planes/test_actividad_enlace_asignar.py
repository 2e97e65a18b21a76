"""Quién reporta una actividad."""

import pytest

from mipg.reglas import ReglaIncumplida
from planes.acciones.actividades import asignar_enlace
from politicas.models import Vigencia
from tests import fabricas


@pytest.mark.parametrize("estado", ["BORRADOR", "EN_REVISION", "APROBADO", "PUBLICADO"])
def test_se_asigna_tambien_en_planes_aprobados(quien, en_estado, estado, sucesos):
    actividad = en_estado(estado).actividades.get()
    url = f"/planes/actividades/{actividad.pk}/enlace/"
    assert quien.cliente.jefe.post(url, {"enlace": quien.enlace.pk}).status_code == 302
    actividad.refresh_from_db()
    assert actividad.enlace == quien.enlace
    assert sucesos(actividad) == ["asignar enlace"]


def test_mientras_se_revisa_mueve_la_version_que_se_lee(quien, en_estado):
    plan = en_estado("EN_REVISION")
    quien.cliente.jefe.post(f"/planes/actividades/{plan.actividades.get().pk}/enlace/", {"enlace": quien.enlace.pk})
    antes = plan.version
    plan.refresh_from_db()
    assert plan.version == antes + 1


@pytest.mark.parametrize("estado", ["CERRADO", "DESISTIDO", "PUBLICADO"])
def test_en_lo_que_termino_ya_no(quien, en_estado, estado, ahora):
    actividad = en_estado(estado).actividades.get()
    if estado == "PUBLICADO":
        Vigencia.objects.update(cerrada_en=ahora, cerrada_por=quien.planeacion)
    assert f"/actividades/{actividad.pk}/enlace/" not in quien.cliente.jefe.get(f"/planes/{actividad.plan_id}/").text
    respuesta = quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/enlace/", {"enlace": quien.enlace.pk})
    assert respuesta.status_code == 422
    actividad.refresh_from_db()
    assert actividad.enlace is None


def test_solo_personas_de_la_dependencia_responsable(quien, plan, ahora):
    actividad = plan.actividades.get()
    respuesta = quien.cliente.jefe.post(f"/planes/actividades/{actividad.pk}/enlace/", {"enlace": quien.otro.pk})
    assert respuesta.status_code == 422
    with pytest.raises(ReglaIncumplida):
        asignar_enlace(actividad=actividad, enlace=quien.otro, por=quien.jefe, ahora=ahora)
    actividad.refresh_from_db()
    assert actividad.enlace is None


def test_el_jefe_de_la_dependencia_responsable_tambien(quien, en_estado):
    plan = en_estado("APROBADO")
    suya = fabricas.actividad(plan, dependencia=quien.ajena)
    url = f"/planes/actividades/{suya.pk}/enlace/"
    assert quien.cliente.otro.post(url, {"enlace": quien.otro.pk}).status_code == 302
    del_plan = plan.actividades.get(numero="1")
    assert quien.cliente.otro.post(f"/planes/actividades/{del_plan.pk}/enlace/", {}).status_code == 403


def test_de_quien_es(quien, plan):
    url = f"/planes/actividades/{plan.actividades.get().pk}/enlace/"
    assert quien.cliente.otro.get(url).status_code == 404
    for cliente in (quien.cliente.enlace, quien.cliente.control):
        assert cliente.get(url).status_code == 403
        assert cliente.post(url, {"enlace": ""}).status_code == 403
