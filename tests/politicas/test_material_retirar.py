"""Retirar el material que se adjuntó por error."""

import pytest

from mipg.expediente.models import Uso
from politicas.acciones import jornadas as acciones
from tests import fabricas as f

pytestmark = pytest.mark.django_db


def test_sigue_guardado_con_su_motivo_y_la_jornada_lo_cuenta(cliente_de, sucesos, ahora):
    planea, jornada = f.persona("planeacion"), f.jornada("REALIZADA")
    soporte = {"url": "https://ejemplo.test/otra", "fecha_documento": f.HOY}
    acciones.adjuntar_material(jornada=jornada, titulo="Otra lista", soporte=soporte, por=planea, ahora=ahora)
    uso, cliente = Uso.objects.de(jornada).get(), cliente_de(planea)
    url = f"/politicas/jornadas/material/{uso.pk}/retirar/"
    assert cliente.post(url, {"motivo": ""}).status_code == 422
    assert cliente.post(url, {"motivo": "Era de otra."}).status_code == 302
    assert sucesos(jornada) == ["adjuntar", "desadjuntar"]
    pagina = cliente.get(f"/politicas/jornadas/{jornada.pk}/").text
    assert ("Era de otra." in pagina, url in pagina, cliente.get(url).status_code) == (True, False, 302)
