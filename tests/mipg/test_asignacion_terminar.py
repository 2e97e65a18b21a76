"""Terminar una asignación: fecha final, una sola vez, sin reescribir lo pasado."""

from datetime import date

import pytest

from mipg.bitacora.models import Suceso
from tests import fabricas


@pytest.fixture(autouse=True)
def _el_seis_de_julio(time_machine, ahora):
    time_machine.move_to(ahora, tick=False)


def terminar(cliente, asignacion, hasta):
    return cliente.post(f"/personas/asignaciones/{asignacion.pk}/terminar/", {"hasta": hasta})


def test_pone_la_fecha_final_y_quita_el_acceso_al_dia_siguiente(cliente_de, time_machine, ahora):
    persona = fabricas.persona("comite")
    suya, asignacion = cliente_de(persona), persona.asignaciones.get()
    terminar(cliente_de(fabricas.persona("planeacion")), asignacion, "2026-07-06")
    persona.refresh_from_db()
    suya.force_login(persona)
    assert suya.get("/seguimiento/tablero/").status_code == 200
    time_machine.move_to(ahora.replace(day=7, hour=0, minute=1))
    suya.force_login(persona)
    assert suya.get("/seguimiento/tablero/").status_code == 403
    assert Suceso.objects.de(persona).con_verbo().get().changes == {"hasta": [None, "2026-07-06"]}


@pytest.mark.parametrize(
    ("hasta_actual", "pedida", "frase"),
    [
        (None, "2023-12-31", "no puede terminar antes"),
        (date(2026, 7, 1), "2026-12-31", "lo pasado no se cambia"),
        (None, "2026-07-04", "Lo pasado no se cambia"),
        (date(2026, 8, 1), "2026-08-02", "sólo se acorta"),
    ],
)
def test_lo_que_no_se_puede_vuelve_con_su_frase(cliente_de, hasta_actual, pedida, frase):
    asignacion = fabricas.persona("enlace").asignaciones.get()
    asignacion.hasta = hasta_actual
    asignacion.save()
    respuesta = terminar(cliente_de(fabricas.persona("planeacion")), asignacion, pedida)
    assert respuesta.status_code == 422
    assert frase in respuesta.text
    asignacion.refresh_from_db()
    assert asignacion.hasta == hasta_actual
