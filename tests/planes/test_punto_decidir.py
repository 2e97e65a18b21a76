"""Decidir en la reunión: la misma acción, con su quórum y quién puede."""

import pytest

from planes.models import Resultado, VersionPlan
from politicas.models import Vigencia
from tests import fabricas
from tests.planes import comite


def url(punto) -> str:
    return f"/planes/puntos/{punto.pk}/decidir/"


def test_aprueba_el_plan_leido(quien, reunion):
    pagina = quien.cliente.planeacion.get(url(reunion.de_plan)).content.decode()
    assert "hay quórum" in pagina and f"/planes/{reunion.plan.pk}/" in pagina
    datos = {"decision": "APROBAR", "version": reunion.plan.version}
    assert quien.cliente.planeacion.post(url(reunion.de_plan), datos).status_code == 302
    assert VersionPlan.objects.get().punto == reunion.de_plan
    assert quien.cliente.planeacion.get(url(reunion.de_plan)).status_code == 302
    detalle = quien.cliente.jefe.get(f"/planes/{reunion.plan.pk}/").content.decode()
    assert "Sesión del 06/07/2026, punto 1" in detalle


@pytest.mark.parametrize(
    ("datos", "dice"),
    [
        ({"decision": ""}, "obligatorio"),
        ({"decision": "BAILAR"}, "BAILAR"),
        ({"decision": "DEVOLVER"}, "Diga qué hay que corregir"),
        ({"decision": "APROBAR", "version": "99"}, "Otra persona cambió este registro"),
        ({"decision": "APROBAR", "version": "9" * 40}, "Otra persona cambió este registro"),
        ({"decision": "APROBAR", "version": "x"}, "número entero"),
    ],
)
def test_lo_que_no_se_puede_vuelve_con_su_razon(quien, reunion, datos, dice):
    respuesta = quien.cliente.planeacion.post(url(reunion.de_plan), {"version": reunion.plan.version} | datos)
    assert respuesta.status_code == 422 and dice in respuesta.content.decode()
    assert not Resultado.objects.exists()


def test_sin_quorum_lo_dice_antes_y_no_decide(quien, reunion):
    comite.llegan(reunion.sesion, 1)
    assert "Sin quórum no se decide" in quien.cliente.planeacion.get(url(reunion.tema)).content.decode()
    respuesta = quien.cliente.planeacion.post(url(reunion.tema), {"decision": "DECIDIR", "texto": "Sí"})
    assert respuesta.status_code == 422


def test_el_impedido_se_marca_con_su_motivo(quien, reunion):
    miembro = reunion.sesion.asistencias.first().miembro_id
    datos = {"decision": "DECIDIR", "texto": "Sí", "impedidos": [miembro]}
    assert "por qué están impedidos" in quien.cliente.planeacion.post(url(reunion.tema), datos).content.decode()
    quien.cliente.planeacion.post(url(reunion.tema), datos | {"por_impedimento": "Es su caso"})
    assert (reunion.tema.impedimentos.get().motivo, Resultado.objects.get().con_voto) == ("Es su caso", 2)


def test_a_quien_lo_formulo_le_dice_quien_puede(quien, reunion):
    reunion.plan.autores.add(quien.planeacion)
    sola = quien.cliente.planeacion.get(url(reunion.de_plan)).content.decode()
    assert "no hay otra persona" in sola and "Registrar la decisión" in sola
    otra = fabricas.persona("planeacion", quien.oficina)
    pagina = quien.cliente.planeacion.get(url(reunion.de_plan)).content.decode()
    assert f"Puede hacerlo {otra.nombre}" in pagina and "Registrar la decisión" not in pagina
    datos = {"decision": "DEVOLVER", "texto": "Corrija", "version": reunion.plan.version}
    assert quien.cliente.planeacion.post(url(reunion.de_plan), datos).status_code == 422


def test_solo_quien_lleva_la_sesion(quien, reunion):
    for cliente in (quien.cliente.jefe, quien.cliente.comite, quien.cliente.control):
        assert cliente.post(url(reunion.tema), {"decision": "DECIDIR", "texto": "Sí"}).status_code == 403


def test_lo_tardio_se_decide_igual_desde_la_sesion(quien, reunion):
    Vigencia.objects.update(trimestre_cerrado=2)
    assert "tardia" in quien.cliente.planeacion.get(url(reunion.de_plan)).context["form"].fields
    datos = {"decision": "APROBAR", "version": reunion.plan.version, "trimestre_cerrado": "2"}
    assert quien.cliente.planeacion.post(url(reunion.de_plan), datos).status_code == 422
    datos |= {"tardia": "CONSERVAR", "tardia_motivo": "Ya pasó"}
    assert quien.cliente.planeacion.post(url(reunion.de_plan), datos).status_code == 302
    version = VersionPlan.objects.get()
    assert (version.tardia, version.tardia_motivo, version.punto) == ("CONSERVAR", "Ya pasó", reunion.de_plan)


def test_devolver_lo_tardio_no_pide_decidir_lo_cerrado(quien, reunion):
    Vigencia.objects.update(trimestre_cerrado=2)
    datos = {"decision": "DEVOLVER", "texto": "Corrija", "version": reunion.plan.version, "trimestre_cerrado": "2"}
    assert quien.cliente.planeacion.post(url(reunion.de_plan), datos).status_code == 302
    reunion.plan.refresh_from_db()
    assert reunion.plan.estado == "DEVUELTO"


def test_la_pagina_del_plan_dice_en_que_sesion_espera(quien, reunion):
    pagina = quien.cliente.jefe.get(f"/planes/{reunion.plan.pk}/").text
    assert f"/planes/sesiones/{reunion.sesion.pk}/#punto-{reunion.de_plan.pk}" in pagina
    assert "puso el plan en el orden del día de una sesión" in pagina
