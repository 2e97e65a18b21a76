"""El ciclo MIPG para cualquiera: fechas, estrategias y lo publicado; nada de lo que falta, ni de quién, ni personas."""

from datetime import date

import pytest
from django.test import Client

from mipg.usuarios.models import Usuario
from politicas.models import Estrategia
from tests import fabricas as f

pytestmark = pytest.mark.django_db
URL = "/micrositio/ciclo/"


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


@pytest.fixture
def anio():
    """Un año con un plan publicado, otro aprobado, un corte cerrado, otro que se captura y una estrategia."""
    f.plan("PUBLICADO"), f.plan("APROBADO"), f.plan("BORRADOR", dependencia=f.dependencia("Oficina que debe"))
    f.corte(1, "CERRADO"), f.corte(2, cierra=date(2026, 7, 3))
    una = Estrategia.objects.create(
        anio=2026, numero=3, nombre="Sensibilización", descripcion="x", responsables_texto="x",
        fecha_inicio=date(2026, 3, 1), fecha_fin=date(2026, 10, 30),
    )  # fmt: skip
    una.responsables.add(f.dependencia("Secretaría General de Ejemplo"))
    return una


def test_se_leen_las_fechas_las_estrategias_con_quien_responde_y_lo_publicado(anio):
    respuesta = Client().get(URL)
    pagina = " ".join(respuesta.text.split())
    for esperado in ("Ciclo MIPG 2026", "1 publicado", "Del 01/03/2026 al 30/10/2026", "Secretaría General de Ejemplo"):
        assert esperado in pagina
    assert [m.hito.titulo for m in respuesta.context["ciclo"].todos] == [
        "Planes institucionales (Decreto 612 de 2018)",
        "Planes de acción de las políticas",
        "3. Sensibilización",
        "Cierre de T1 de 2026",
        "Reporte de T2 de 2026",
    ]
    assert "Línea del año MIPG 2026" in pagina


def test_no_dice_lo_que_falta_ni_de_quien_ni_lo_que_no_se_ha_publicado(anio):
    pagina = Client().get(URL).text
    for ajeno in ("Oficina que debe", "por formular", "Venció", "por cerrar", "1 de 3", "/seguimiento/"):
        assert ajeno not in pagina, ajeno
    assert not any(str(persona) in pagina for persona in Usuario.objects.all())
    assert all(not momento.hito.faltan for momento in Client().get(URL).context["ciclo"].todos)


def test_es_igual_para_todos_y_se_puede_guardar(cliente_de, anio):
    respuesta = Client().get(URL)
    assert "public" in respuesta["Cache-Control"]
    assert not respuesta.cookies
    assert cliente_de(f.persona("planeacion")).get(URL).content == respuesta.content


def test_se_ve_otro_anio_y_el_que_no_se_abrio_no_se_inventa(anio):
    Estrategia.objects.create(
        anio=2025, numero=7, nombre="Socialización", descripcion="x", responsables_texto="x", fecha_texto="Junio"
    )
    antes = Client().get(f"{URL}?anio=2025")
    assert [m.plazo for m in antes.context["ciclo"].todos] == ["Su ventana terminó el 30/06/2025"]
    assert "no se abrió en este sistema" in antes.text
    assert "Junio" in antes.text
    assert [p["texto"] for p in antes.context["pestanas"]] == ["2025", "2026"]
    assert Client().get(f"{URL}?anio=2027").context["anio"] == 2026


def test_vacio_lo_dice():
    assert "Las estrategias de 2026 todavía no se publican" in Client().get(URL).text


def test_cuesta_las_mismas_consultas_con_2_y_con_50_filas(consultas, anio):
    medidas = []
    for cuantas in (2, 48):
        for _ in range(cuantas):
            f.plan("PUBLICADO")
            anio.responsables.add(f.dependencia())
        with consultas() as hechas:
            Client().get(URL)
        medidas.append(len(hechas))
    assert medidas[0] == medidas[1]
    assert medidas[0] <= 8, medidas
