"""Las jornadas en el micrositio."""

import pytest

from politicas.acciones import jornadas as acciones
from tests import fabricas as f

URL = "/micrositio/jornadas/"
pytestmark = pytest.mark.django_db


def test_cualquiera_ve_cuantas_personas_fueron_y_no_quienes_ni_lo_anulado(client):
    assert "Todavía no hay jornadas" in client.get(URL).text
    politica, planea = f.politica(numero_plan=7), f.persona("planeacion")
    hecha = f.jornada("REALIZADA", titulo="Los resultados", asistentes=33, politicas=[politica], creada_por=planea)
    soporte = {"url": "https://ejemplo.test/lista", "fecha_documento": f.HOY}
    acciones.adjuntar_material(jornada=hecha, titulo="Lista firmada", soporte=soporte, por=planea, ahora=f.AHORA)
    f.jornada("ANULADA", titulo="La que no fue")
    f.jornada(titulo="La que viene")
    pagina = client.get(URL).text
    for visto in ("Los resultados", ">33<", "La que viene", "/micrositio/politicas/7/"):
        assert visto in pagina
    for oculto in ("La que no fue", "Lista firmada", "ejemplo.test/lista", planea.nombre):
        assert oculto not in pagina
