"""Las acciones de un plan de mejoramiento: cumplida y efectiva van siempre en dos columnas."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planes.models import Actividad
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db


def test_cumplida_y_efectiva_son_dos_columnas_y_la_firma_dice_quien_y_cuando(client):
    de = m.llevar("cumplida")
    f.actividad(de.plan, numero="9")
    client.force_login(de.enlace)
    html = " ".join(client.get(f"/furag/planes/{de.plan.pk}/mejoras/").text.split())
    assert 'data-rotulo="Cumplida (Planeación)">Sí</td>' in html
    assert 'data-rotulo="Efectiva (Control Interno)">Sin evaluar</td>' in html
    assert f"Versión 1, suscrita por {de.jefe.nombre}" in html and de.suscripcion.sha256 in html
    assert "Por completar" in html and "Anular la firma" not in html
    client.force_login(de.jefe)
    html = client.get(f"/furag/planes/{de.plan.pk}/mejoras/").text
    assert "Completar la actividad 9" in html and "Anular la firma" in html


def test_la_que_termino_su_plazo_no_se_da_por_vencida_sin_ver_su_avance(client):
    de = m.llevar("suscrita")
    Actividad.objects.update(fecha_fin=date(2026, 2, 10))
    client.force_login(de.planea)
    for url in (f"/furag/planes/{de.plan.pk}/mejoras/", f"/furag/mejoras/{de.mejora.pk}/"):
        html = client.get(url).text
        assert "Plazo terminado" in html and "Vencida" not in html
    m.verificar(de.mejora, de)
    assert "Plazo terminado" not in client.get(url).text


def test_el_plan_de_otra_clase_no_es_de_mejoramiento(client):
    de = m.gente()
    client.force_login(de.planea)
    assert client.get(f"/furag/planes/{f.plan().pk}/mejoras/").status_code == 404


def test_el_plan_lleva_a_sus_acciones_y_vacio_dice_que_hacer(client):
    de = m.gente()
    plan = f.plan(clase="MEJORAMIENTO", vigencia_medida=2025, dependencia=de.oficina)
    client.force_login(de.jefe)
    assert f"/furag/planes/{plan.pk}/mejoras/" in client.get(f"/planes/{plan.pk}/").text
    assert "todavía no tiene acciones" in client.get(f"/furag/planes/{plan.pk}/mejoras/").text


def test_muchas_acciones_cuestan_las_mismas_consultas_a_quien_verifica_y_a_quien_conceptua(client):
    de = m.gente()
    plan = f.plan("APROBADO", clase="MEJORAMIENTO", vigencia_medida=2025, dependencia=de.oficina)

    def consultas(quien) -> int:
        client.force_login(quien)
        client.get(f"/furag/planes/{plan.pk}/mejoras/")
        with CaptureQueriesContext(connection) as hechas:
            assert client.get(f"/furag/planes/{plan.pk}/mejoras/").status_code == 200
        return len(hechas)

    firma, cuestan = ff.suscripcion(plan, de.planea), []
    for cuantas in (1, 3):
        for _ in range(cuantas):
            firmada = {"indice": "POL01", "esperado": 70, "estado": "SUSCRITA", "suscripcion": firma}
            _, verificada = (ff.mejora(f.actividad(plan), **firmada) for _ in range(2))
            ff.verificacion(verificada), ff.concepto(verificada)
        cuestan.append((consultas(de.planea), consultas(de.audita)))
    assert cuestan[0] == cuestan[1]
