"""Elegir campo a campo entre lo propuesto y lo que cambió entre tanto."""

import pytest

from planes.models import Actividad
from planes.reglas.propuestas import PROPUESTA, VIGENTE


@pytest.fixture
def choca(propuesta):
    """La misma, con la unidad cambiada también en lo que rige."""
    Actividad.objects.filter(numero="1").update(unidad="expedientes")
    return propuesta


@pytest.mark.parametrize(("queda", "unidad"), [(VIGENTE, "expedientes"), (PROPUESTA, "actas")])
def test_se_ven_las_tres_y_queda_la_elegida(quien, choca, queda, unidad):
    url, linea = f"/planes/propuestas/{choca.pk}/conciliar/", choca.actividades.get(numero="1")
    texto = quien.cliente.jefe.get(url).content.decode()
    for banda in ("Al empezar decía: documentos", "Lo que rige: expedientes", "Lo propuesto: actas"):
        assert banda in texto
    assert quien.cliente.jefe.post(url, {"version": choca.version}).status_code == 422
    datos = {"version": choca.version, f"{linea.pk}_unidad": queda}
    assert quien.cliente.jefe.post(url, datos).status_code == 302
    linea.refresh_from_db()
    assert linea.unidad == unidad


def test_sin_nada_que_elegir_se_dice(quien, propuesta):
    respuesta = quien.cliente.jefe.get(f"/planes/propuestas/{propuesta.pk}/conciliar/", follow=True)
    assert "no hay qué elegir" in respuesta.content.decode()
