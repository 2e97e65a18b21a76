"""Devolver una jornada a las programadas."""

import pytest

from mipg.bitacora.models import Suceso
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("estado", ["REALIZADA", "ANULADA"])
def test_vuelve_limpia_y_la_historia_conserva_lo_dicho(cliente_de, estado):
    jornada, cliente = f.jornada(estado), cliente_de(f.persona("planeacion"))
    cliente.post(f"/politicas/jornadas/{jornada.pk}/reabrir/", {"version": 0, "motivo": "Era otra."})
    jornada.refresh_from_db()
    assert (jornada.estado, jornada.asistentes, jornada.anulada_motivo) == ("PROGRAMADA", None, "")
    assert "asistentes" in Suceso.objects.de(jornada).get().changes or estado == "ANULADA"


def test_la_de_un_anio_cerrado_queda_como_esta(cliente_de):
    jornada = f.jornada("REALIZADA", fecha=f.HOY.replace(year=2025))
    jornada.vigencia.cerrada_en, jornada.vigencia.cerrada_por = f.AHORA, f.persona()
    jornada.vigencia.save()
    url = f"/politicas/jornadas/{jornada.pk}/reabrir/"
    respuesta = cliente_de(f.persona("planeacion")).post(url, {"version": 0, "motivo": "Era otra."})
    assert (respuesta.status_code, "ya se cerró" in respuesta.text) == (422, True)
