"""Crear una ventana de formulación, y lo que hace con los planes que se envían."""

from datetime import date

import pytest

from planes.models import Plan, VentanaFormulacion
from tests import fabricas
from tests.furag.fabricas import completar

URL = "/planes/ventanas/crear/"


@pytest.fixture
def datos(quien):
    """Una ventana general de enero."""
    return {"vigencia": fabricas.vigencia().pk, "abre": "2026-01-01", "cierra": "2026-01-31"}


def test_crea_la_general_y_la_de_una_dependencia_con_su_motivo(quien, datos, sucesos):
    cliente = quien.cliente.planeacion
    assert cliente.get(URL, {"dependencia": quien.propia.pk}).status_code == 200
    assert cliente.post(URL, datos).status_code == 302
    de_una = datos | {"dependencia": quien.propia.pk, "cierra": "2026-03-15", "clase": "MEJORAMIENTO"}
    assert cliente.post(URL, de_una).status_code == 422
    assert cliente.post(URL, de_una | {"motivo": "Cambio de jefe"}).status_code == 302
    general, propia = VentanaFormulacion.objects.order_by("pk")
    assert (general.dependencia, propia.dependencia, propia.cierra) == (None, quien.propia, date(2026, 3, 15))
    assert sucesos(propia) == ["crear"]
    assert cliente.post(URL, datos).status_code == 422, "la general ya está"


@pytest.mark.parametrize("malo", [
    {"abre": "2026-02-01"}, {"cierra": "2027-02-01"}, {"abre": "x"}, {"clase": "OTRA"}, {"dependencia": "0"},
    {"vigencia": "9999"},
])  # fmt: skip
def test_lo_que_no_cuadra_vuelve_al_formulario(quien, datos, malo):
    assert quien.cliente.planeacion.post(URL, datos | malo).status_code == 422
    assert not VentanaFormulacion.objects.exists()


# Las fábricas y la hora de las pruebas son del 6 de julio: la ventana de enero ya cerró.
@pytest.mark.parametrize(("ventanas", "extemporaneo"), [
    ([], False),
    ([{}], False),
    ([{"cierra": date(2026, 1, 31)}], True),
    ([{"cierra": date(2026, 1, 31), "clase": "INSTITUCIONAL"}], False),
    ([{"abre": date(2026, 8, 1)}], True),
])  # fmt: skip
def test_el_plan_que_la_entidad_debe_tener_se_envia_igual_y_queda_marcado(
    quien, plan, time_machine, ventanas, extemporaneo
):
    time_machine.move_to(fabricas.AHORA, tick=False)
    for campos in ventanas:
        fabricas.ventana(**campos)
    pagina = quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    assert ("Está fuera de su ventana" in pagina) is extemporaneo
    quien.cliente.jefe.post(f"/planes/{plan.pk}/enviar/")
    plan.refresh_from_db()
    assert (plan.estado, plan.extemporaneo) == ("EN_REVISION", extemporaneo)
    for url in (f"/planes/{plan.pk}/", "/planes/"):
        assert ("Extemporáneo</span>" in quien.cliente.planeacion.get(url).text) is extemporaneo


def test_la_de_su_dependencia_le_da_mas_tiempo_y_volver_a_enviar_no_marca(quien, plan, time_machine):
    time_machine.move_to(fabricas.AHORA, tick=False)
    fabricas.ventana(cierra=date(2026, 1, 31))
    ampliada = fabricas.ventana(dependencia=quien.propia, motivo="Paro")
    quien.cliente.jefe.post(f"/planes/{plan.pk}/enviar/")
    ampliada.delete()
    for verbo in ("recuperar", "enviar"):
        quien.cliente.jefe.post(f"/planes/{plan.pk}/{verbo}/")
    plan.refresh_from_db()
    assert (plan.estado, plan.extemporaneo) == ("EN_REVISION", False)


def test_el_que_no_es_obligatorio_espera_y_se_le_dice_a_quien_pedir(quien, plan, time_machine):
    time_machine.move_to(fabricas.AHORA, tick=False)
    Plan.objects.update(clase="MEJORAMIENTO", vigencia_medida=2025)
    completar(plan)
    fabricas.ventana(cierra=date(2026, 1, 31))
    assert "Pida a Planeación" in quien.cliente.jefe.get(f"/planes/{plan.pk}/").text
    texto = quien.cliente.jefe.post(f"/planes/{plan.pk}/enviar/", follow=True).text
    assert f"Pida a Planeación ({quien.planeacion}) que la amplíe" in texto
    plan.refresh_from_db()
    assert plan.estado == "BORRADOR"
