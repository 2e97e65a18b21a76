"""El tablero: lo que está por decidir con lo que dice cada fuente, y lo decidido con su constancia."""

import pytest
from django.urls import reverse

from politicas.acciones import revocar_decision
from politicas.models import Fuente, Vigencia
from tests import fabricas as f
from tests.politicas.contradichas import contradicha, decidir

pytestmark = pytest.mark.django_db
URL = "/politicas/contradicciones/"


def test_por_decidir_se_citan_las_dos_fuentes_y_se_ofrece_decidir(cliente_de):
    contradicha()
    html = cliente_de(f.persona("planeacion")).get(URL).text
    assert "Por decidir: 1" in html
    assert "<dt>Tabla</dt>" in html and "General (líder)" in html
    assert "<dt>Actores</dt>" in html and "«Lidera Archivo.»" in html
    assert "/politicas/contradicciones/responsables-POL16/decidir/?vigencia=2026" in html


def test_quien_no_decide_la_lee_sin_botones(cliente_de):
    contradicha()
    html = cliente_de(f.persona("jefe")).get(URL).text
    assert "Archivo (líder)" in html
    assert "decidir/?" not in html


def test_lo_decidido_dice_quien_cuando_y_con_que_fundamento_y_lo_revocado_por_que(cliente_de):
    m = contradicha()
    decision = decidir(m)
    cliente = cliente_de(m.por)
    html = cliente.get(URL).text
    assert "No queda nada por decidir" in html and "Decididas: 1" in html
    assert "Acta 3 del Comité" in html and str(m.por) in html
    assert reverse("politicas:decision_revocar", args=[decision.pk]) in html
    revocar_decision(decision=decision, motivo="El acta se anuló.", por=m.por, ahora=f.AHORA)
    html = cliente.get(URL).text
    assert "Por decidir: 1" in html and "El acta se anuló." in html


def test_si_una_fuente_cambio_se_ve_lo_que_se_habia_decidido(cliente_de):
    m = contradicha()
    decidir(m)
    cliente = cliente_de(m.por)
    m.politica.responsabilidades.filter(dependencia=m.general).update(rol="APOYO")
    assert "Una de las fuentes cambió desde entonces" in cliente.get(URL).text
    m.politica.responsabilidades.filter(dependencia=m.general).delete()
    html = cliente.get(URL).text
    assert "Las fuentes no se contradicen" in html and "Lo que ya no se contradice" in html


def test_cada_vigencia_muestra_las_suyas_y_una_cerrada_no_ofrece_decidir(cliente_de):
    m = contradicha()
    f.vigencia(2025)
    Fuente.objects.update(desde=2026)
    cliente = cliente_de(m.por)
    assert "Por decidir: 0" in cliente.get(f"{URL}?vigencia=2025").text
    assert "Por decidir: 1" in cliente.get(f"{URL}?vigencia=nada").text
    Vigencia.objects.filter(anio=2026).update(cerrada_en=f.AHORA, cerrada_por=m.por)
    assert "decidir/?" not in cliente.get(f"{URL}?vigencia=2026").text


def test_antes_de_abrir_la_primera_se_leen_las_de_la_version_activa(cliente_de):
    contradicha()
    Vigencia.objects.all().delete()
    html = cliente_de(f.persona("planeacion")).get(URL).text
    assert "Por decidir: 1" in html and "decidir/?" not in html


def test_el_numero_de_consultas_no_depende_de_cuantas_haya(cliente_de, consultas):
    cliente = cliente_de(f.persona("planeacion"))
    contradicha()
    cliente.get(URL)
    cuentas = []
    for cuantas in (1, 12):
        for _ in range(cuantas):
            contradicha(codigo=None)
        with consultas() as hechas:
            cliente.get(URL)
        cuentas.append(len(hechas))
    assert cuentas[0] == cuentas[1]
