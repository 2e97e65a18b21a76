"""Los planes de política que coordina una dependencia que ya no responde: a Planeación se le dice cuáles."""

import pytest
from django.urls import reverse

from planes.coordinacion import coordinados_por_otra
from politicas.acciones import retirar_fuente
from politicas.models import Fuente, Instancia, Vigencia
from tests import fabricas as f
from tests.politicas.contradichas import contradicha, decidir

pytestmark = pytest.mark.django_db
URL = "/planes/"


def responde(politica, quien, fuente, desde=2025, rol="LIDER"):
    politica.responsabilidades.create(
        fuente=f.fuente(fuente, desde=desde),
        dependencia=quien,
        rol=rol,
        texto="x",
        orden=politica.responsabilidades.count() + 1,
    )


def halladas(vigencia=None):
    return [(x.plan, x.responden, x.se_traslada) for x in coordinados_por_otra(vigencia or f.vigencia(), f.HOY)]


@pytest.fixture
def plan():
    """El plan de una política, de la dependencia que el documento hace responsable."""
    plan = f.plan()
    responde(plan.politica, plan.dependencia, "Tabla")
    return plan


def test_el_acto_que_entra_a_mitad_de_anio_deja_el_plan_con_otra_y_al_retirarlo_vuelve(plan):
    assert halladas() == []
    nueva = f.dependencia("Nueva")
    responde(plan.politica, nueva, "Acto", desde=2026)
    assert halladas() == [(plan, "Nueva", True)]
    por = f.persona("planeacion")
    Fuente.objects.filter(nombre="Acto").update(cargada_en=f.AHORA, cargada_por=por)
    retirar_fuente(fuente=Fuente.objects.get(nombre="Acto"), motivo="Error", por=por, ahora=f.AHORA)
    assert halladas() == []


def test_quien_solo_apoya_no_responde_y_la_de_una_instancia_no_cuenta(plan):
    responde(plan.politica, plan.dependencia, "Acto", desde=2026, rol="APOYO")
    otra = f.dependencia("Otra")
    responde(plan.politica, otra, "Acto", desde=2026, rol="COLIDER")
    assert [quien for _, quien, _ in halladas()] == ["Otra"]
    plan.politica.responsabilidades.filter(dependencia=otra).delete()
    plan.politica.responsabilidades.create(
        fuente=f.fuente("Acto", desde=2026),
        instancia=Instancia.objects.create(nombre="C"),
        rol="LIDER",
        texto="x",
        orden=9,
    )
    assert halladas() == []


def test_mientras_no_se_decida_sirve_cualquiera_de_las_dos_y_despues_la_que_se_escogio():
    m = contradicha()
    plan = f.plan(politica=m.politica, dependencia=m.general)
    assert halladas() == []
    decidir(m)
    assert halladas() == [(plan, "Archivo", True)]


def test_por_la_suprimida_responde_quien_la_sucedio(plan):
    antes = f.dependencia(
        "Antes", vigente_hasta=f.HOY.replace(month=1), sucesora=plan.dependencia, heredera=plan.dependencia
    )
    plan.politica.responsabilidades.update(dependencia=antes)
    assert halladas() == []


def test_el_aprobado_se_dice_sin_ofrecer_trasladarlo_y_el_cerrado_o_el_anio_cerrado_no_se_dicen(plan):
    aprobado, cerrado = (f.plan(estado, politica=f.politica()) for estado in ("APROBADO", "CERRADO"))
    for uno in (aprobado, cerrado):
        responde(uno.politica, f.dependencia(), "Tabla")
    assert [(uno, traslada) for uno, _, traslada in halladas()] == [(aprobado, False)]
    vigencia = f.vigencia()
    Vigencia.objects.filter(pk=vigencia.pk).update(cerrada_en=f.AHORA, cerrada_por=f.persona())
    vigencia.refresh_from_db()
    assert halladas(vigencia) == []


def test_solo_planeacion_lo_lee_en_la_lista_y_de_ahi_traslada(plan, cliente_de):
    responde(plan.politica, f.dependencia("Nueva"), "Acto", desde=2026)
    pagina = cliente_de(f.persona("planeacion")).get(URL).text
    assert "lo coordina una dependencia que no responde por su política en 2026" in " ".join(pagina.split())
    assert reverse("planes:plan_trasladar", args=[plan.pk]) in pagina
    assert "no responde por su política" not in cliente_de(f.persona("jefe", plan.dependencia)).get(URL).text


def test_cuesta_lo_mismo_con_1_y_con_20(plan, django_assert_num_queries):
    nueva = f.dependencia("Nueva")
    for _ in range(19):
        responde(f.plan().politica, nueva, "Tabla")
    vigencia = f.vigencia()
    with django_assert_num_queries(3):
        assert len(coordinados_por_otra(vigencia, f.HOY)) == 19
