"""Las páginas del tablero con el ejemplo de la especificación: T1 y T2 cerrados."""

import re

import pytest
from django.urls import reverse

from planes.models import Actividad
from tests import fabricas as f
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db


def test_lo_que_se_captura_va_al_final_de_la_tendencia_y_se_dice_provisional(ejemplo, cliente_de):
    ahora = e.datetime(2026, 10, 5, 9, tzinfo=e.BOGOTA)
    t3 = e.abrir(ejemplo.quien, 3, ahora)
    e.aceptado(e.de(t3, "Responder las peticiones a tiempo"), ejemplo.quien, ahora, 100)
    with e.detenido(ahora):
        respuesta = cliente_de(ejemplo.quien.comite).get(reverse("seguimiento:tablero"))
    tendencia, calor = respuesta.context["tendencia"], respuesta.context["calor"]
    assert [(p.dato.rotulo, p.dato.provisional) for p in tendencia.puntos] == [
        ("T1", False),
        ("T2", False),
        ("T3", True),
    ]
    assert [c.columna.nota for c in calor.encabezados] == ["cerrado", "cerrado", "provisional", "sin cifras"]
    assert tendencia.tramos[-1].provisional
    provisional = respuesta.context["provisional"]
    assert (provisional.n_aceptados, provisional.n_esperados) == (1, 2)
    assert tendencia.puntos[-1].dato.valor == provisional.cumplimiento


def test_el_tablero_de_una_dependencia_dice_quien_responde(ejemplo, cliente_de):
    with e.detenido(e.TRAS_T2):
        html = cliente_de(ejemplo.quien.jefe).get(
            reverse("seguimiento:dependencia_avance", args=[ejemplo.quien.hacienda.pk])
        )
    gente = {(nombre, papel) for nombre, papel, _ in html.context["gente"]}
    assert gente == {
        ("Javier Jefe", "Jefe de dependencia"),
        ("Elena Enlace", "Enlace"),
        ("Camila Compañera", "Enlace"),
    }


def test_el_ejemplo_se_lee_en_el_tablero_y_en_su_plan(ejemplo, cliente_de):
    with e.detenido(e.TRAS_T2):
        cliente = cliente_de(ejemplo.quien.comite)
        html = cliente.get(reverse("seguimiento:tablero")).content.decode()
        assert "58,75\N{NO-BREAK SPACE}%" in html and "23,50\N{NO-BREAK SPACE}%" in html
        plan = cliente.get(reverse("seguimiento:plan_avance", args=[ejemplo.plan.pk])).content.decode()
    for texto in ("58,75", "80,00", "23,50", "4.700 ÷ 80", "no reportó: vale 0", "T2: 80 de 100"):
        assert texto in plan, texto


def test_por_defecto_el_ultimo_cerrado_con_lo_provisional_aparte(ejemplo, cliente_de):
    ahora = e.datetime(2026, 10, 5, 9, tzinfo=e.BOGOTA)
    t3 = e.abrir(ejemplo.quien, 3, ahora)
    with e.detenido(ahora):
        html = cliente_de(ejemplo.quien.comite).get(reverse("seguimiento:tablero")).content.decode()
    assert f"Tablero de {ejemplo.t2}" in html
    assert f"{t3} se está capturando" in html and "0 de 2 reportes" in html


def test_quien_no_ve_el_reporte_ve_la_cifra_y_los_nombres_pero_no_el_texto(ejemplo, cliente_de):
    jefa = f.persona("jefe", f.dependencia("Secretaría de Cultura"))
    actividad = ejemplo.plan.actividades.get(tipo_meta="CONSTANTE")
    with e.detenido(e.TRAS_T2):
        cliente = cliente_de(jefa)
        html = cliente.get(reverse("seguimiento:actividad_avance", args=[actividad.pk])).content.decode()
        assert "90,00" in html and "Elena Enlace" in html and "Javier Jefe" in html
        assert "Se hizo lo previsto." not in html and "https://ejemplo.test/acta" not in html
        assert cliente.get(reverse("seguimiento:plan_avance", args=[ejemplo.plan.pk])).status_code == 200


def test_el_presupuesto_se_ve_junto_al_cumplimiento_y_no_lo_cambia(ejemplo, cliente_de):
    actividad = ejemplo.plan.actividades.get(tipo_meta="CONSTANTE")
    paginas = {
        reverse("seguimiento:actividad_avance", args=[actividad.pk]): ["Presupuesto apropiado", "$ 12.500.000"],
        reverse("seguimiento:plan_avance", args=[ejemplo.plan.pk]): [],
    }
    with e.detenido(e.TRAS_T2):
        cliente = cliente_de(ejemplo.quien.comite)
        antes = {url: re.findall(r"\d+,\d\d", cliente.get(url).content.decode()) for url in paginas}
        Actividad.objects.filter(pk=actividad.pk).update(presupuesto=12_500_000)
        for url, dicen in paginas.items():
            html = cliente.get(url).content.decode()
            assert all(dicho in html for dicho in dicen)
            assert re.findall(r"\d+,\d\d", html) == antes[url] != []


def test_un_filtro_que_no_existe_se_dice_y_no_rompe(ejemplo, cliente_de):
    with e.detenido(e.TRAS_T2):
        cliente = cliente_de(ejemplo.quien.comite)
        assert cliente.get(reverse("seguimiento:actividad_lista") + "?semaforo=AZUL&plan=x&page=9").status_code == 200
        for corte in ("x", "999", "²"):
            assert cliente.get(reverse("seguimiento:tablero") + f"?corte={corte}").status_code == 404


def test_la_cabecera_nombra_a_la_entidad_y_no_a_su_cifra(ejemplo, cliente_de, settings):
    html = cliente_de(ejemplo.quien.revisora).get(reverse("seguimiento:tablero")).content.decode()
    assert f'<span class="marca-entidad">{settings.ENTIDAD["nombre"]}</span>' in html


def test_quien_emite_informes_pide_el_pdf_de_lo_que_mira(ejemplo, cliente_de):
    pedir = reverse("seguimiento:informe_pedir")
    paginas = {
        reverse("seguimiento:tablero"): f"{pedir}?corte={ejemplo.t2.pk}",
        reverse("seguimiento:corte_detalle", args=[ejemplo.t2.pk]): f"{pedir}?corte={ejemplo.t2.pk}",
        reverse("seguimiento:plan_avance", args=[ejemplo.plan.pk]): (
            f"{pedir}?politica={ejemplo.plan.politica_id}&amp;corte={ejemplo.t2.pk}"
        ),
    }
    for pagina, destino in paginas.items():
        assert destino in cliente_de(ejemplo.quien.revisora).get(pagina).content.decode()
        assert pedir not in cliente_de(ejemplo.quien.auditora).get(pagina).content.decode()
