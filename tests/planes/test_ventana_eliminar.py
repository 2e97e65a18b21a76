"""Eliminar una ventana mal puesta."""

from mipg.bitacora.models import Suceso
from planes.models import VentanaFormulacion
from tests import fabricas


def test_la_elimina_con_su_traza_y_un_doble_clic_no_es_un_error(quien):
    ventana = fabricas.ventana()
    url = f"/planes/ventanas/{ventana.pk}/eliminar/"
    assert quien.cliente.jefe.post(url).status_code == 403
    for _ in range(2):
        assert quien.cliente.planeacion.post(url).status_code == 302
    assert not VentanaFormulacion.objects.exists()
    suceso = Suceso.objects.con_verbo().get(verbo="eliminar")
    assert suceso.changes == {"ventana": ["01/01/2026 a 31/12/2026", None]}
    assert quien.cliente.planeacion.post("/planes/ventanas/99999/eliminar/").status_code == 404
