"""Corregir cuándo se publicó: con motivo, sin pisar lo de otra persona, y queda lo que decía."""

import pytest

from mipg.bitacora.models import Suceso
from tests import fabricas as f

pytestmark = pytest.mark.usefixtures("en_julio")


def test_se_corrige_con_motivo_y_queda_lo_que_decia(quien):
    suya = f.publicacion(f.institucional(dependencia=quien.propia), fecha_publicacion="2026-02-10")
    url = f"/planes/publicaciones/{suya.pk}/corregir/"
    bien = {"version": 0, "fecha_publicacion": "2026-01-30", "seccion": "4.3", "motivo": "Decía la del cargue."}
    assert "Tarde: 10 días" in quien.cliente.jefe.get(f"/planes/{suya.plan_id}/").text
    assert quien.cliente.jefe.post(url, bien).status_code == 403
    assert quien.cliente.planeacion.get(url).status_code == 200
    for mal in ({"motivo": " "}, {"fecha_publicacion": "2027-01-01"}, {"fecha_publicacion": "2026-02-10"}):
        assert quien.cliente.planeacion.post(url, bien | mal).status_code == 422, mal
    assert quien.cliente.planeacion.post(url, bien).status_code == 302
    assert "A tiempo" in quien.cliente.jefe.get(f"/planes/{suya.plan_id}/").text
    suceso = Suceso.objects.de(suya.plan).get(verbo="corregir documento")
    assert suceso.changes == {"fecha de publicación": ["2026-02-10", "2026-01-30"]}
    assert "Decía la del cargue." in suceso.nota
    assert "Fecha de publicación" in quien.cliente.jefe.get(f"/planes/{suya.plan_id}/").text
    # Quien leyó lo de antes se entera de lo que ahora dice, y lo suyo no lo pisa.
    tarde = quien.cliente.planeacion.post(url, bien | {"fecha_publicacion": "2026-01-29"})
    assert tarde.status_code == 422
    assert "ahora dice que se publicó el 30/01/2026" in tarde.text
    suya.refresh_from_db()
    assert str(suya.fecha_publicacion) == "2026-01-30"


def test_lo_retirado_ya_no_se_corrige(quien):
    suya = f.publicacion(f.institucional(dependencia=quien.propia))
    url = f"/planes/publicaciones/{suya.pk}"
    assert quien.cliente.planeacion.post(f"{url}/retirar/", {"version": 0, "motivo": "Era otro."}).status_code == 302
    cambio = {"version": 0, "fecha_publicacion": "2026-01-30", "seccion": "4.3", "motivo": "x"}
    respuesta = quien.cliente.planeacion.post(f"{url}/corregir/", cambio)
    assert (respuesta.status_code, "Ese documento ya se retiró." in respuesta.text) == (422, True)
    suya.refresh_from_db()
    assert str(suya.fecha_publicacion) == "2026-01-28"
