"""Programar una jornada."""

import pytest

from politicas.models import Jornada
from tests import fabricas as f

URL = "/politicas/jornadas/crear/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def datos():
    return {
        "tipo": "SENSIBILIZACION",
        "titulo": "Qué es MIPG",
        "fecha": "2026-08-03",
        "modalidad": "VIRTUAL",
        "dependencia": f.dependencia().pk,
        "publico": "Servidores",
    }


def test_queda_en_la_vigencia_de_su_fecha_y_en_la_historia(cliente_de, datos, sucesos):
    vigencia, politica, otra = f.vigencia(2026), f.politica(), f.dependencia("Archivo")
    marcadas = {"politicas": [politica.pk], "dependencias": [otra.pk]}
    assert cliente_de(f.persona("secretaria_general")).post(URL, datos | marcadas).status_code == 302
    jornada = Jornada.objects.get()
    assert (jornada.vigencia, [*jornada.politicas.all()], [*jornada.dependencias.all()]) == (
        vigencia,
        [politica],
        [otra],
    )
    assert sucesos(jornada) == ["programar"]


@pytest.mark.parametrize(
    ("cambia", "dice"),
    [
        ({"fecha": "2027-03-01"}, "No hay una vigencia 2027 abierta"),
        ({"tipo": "SOCIALIZACION"}, "Diga de qué vigencia medida"),
        ({"tipo": "SOCIALIZACION", "vigencia_medida": 2025}, "Diga de qué políticas"),
        ({"tipo": "SOCIALIZACION", "vigencia_medida": 2026}, "se conocen después de que termina"),
        ({"vigencia_medida": 2025}, "Sólo una socialización"),
    ],
)
def test_lo_que_su_tipo_pide_se_dice_y_no_se_guarda(cliente_de, datos, cambia, dice):
    f.vigencia(2026)
    respuesta = cliente_de(f.persona("planeacion")).post(URL, datos | cambia)
    assert (respuesta.status_code, dice in respuesta.text, Jornada.objects.exists()) == (422, True, False)
    assert "Qué es MIPG" in respuesta.text


def test_se_abre_empezada_con_lo_que_falta_socializar(cliente_de):
    f.vigencia(2026)
    politica = f.politica()
    consulta = f"?tipo=SOCIALIZACION&vigencia_medida=2025&politica={politica.pk}&politica=x"
    form = cliente_de(f.persona("planeacion")).get(URL + consulta).context["form"]
    assert [form[campo].value() for campo in ("tipo", "vigencia_medida", "politicas")] == [
        "SOCIALIZACION",
        "2025",
        [str(politica.pk)],
    ]
