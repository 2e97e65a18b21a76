"""Traer al orden del día lo que llegó después de convocar."""

from tests import fabricas as f
from tests.planes import comite


def test_trae_lo_que_llego_y_repetirlo_no_duplica(quien, reunion):
    otra = comite.convocada(reunion.instancia, quien.planeacion, comite.MANANA)
    f.actividad(f.plan("EN_REVISION", dependencia=quien.propia))
    for _ in range(2):
        assert quien.cliente.planeacion.post(f"/planes/sesiones/{otra.pk}/llenar/").status_code == 302
    assert otra.puntos.count() == 1
    assert quien.cliente.jefe.post(f"/planes/sesiones/{otra.pk}/llenar/").status_code == 403
