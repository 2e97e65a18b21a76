"""Lo que se debe por ley: a quién le toca cada cosa, y que siempre hay quien pueda."""

from datetime import date

import pytest

from planes.acciones import requerimientos, vencimientos
from planes.obligaciones import pendientes
from tests import fabricas as f
from tests.planes import ley

pytestmark = pytest.mark.django_db
AHORA, HOY = ley.AHORA, ley.HOY
PRESENTAR, RESPONDER, TRASLADAR = "Presentar el informe", "Responder el requerimiento", "Trasladar el requerimiento"


def debidas(persona=None, hoy=HOY) -> list[tuple]:
    return sorted((o.verbo, o.persona or 0, o.vence) for o in pendientes(hoy, persona))


def test_le_toca_al_jefe_lo_vencido_y_lo_que_sigue_de_cada_informe(quien):
    informe = ley.informe(quien.planeacion, quien.propia)
    ley.requerimiento(quien.planeacion, quien.propia)
    vence = [date(2026, 4, 15), date(2026, 7, 15)]
    suyas = [(PRESENTAR, quien.jefe.pk, dia) for dia in vence] + [(RESPONDER, quien.jefe.pk, date(2026, 7, 10))]
    assert debidas(quien.jefe.pk) == debidas() == suyas
    assert debidas(quien.planeacion.pk) == debidas(quien.enlace.pk) == debidas(quien.otro.pk) == []
    for uno in informe.vencimientos.all()[:2]:
        salida = ley.SALIDA | {"version": uno.version}
        vencimientos.presentar(vencimiento=uno, **salida, por=quien.jefe, ahora=AHORA)
    # El siguiente se debe aunque falten meses; el último, todavía no.
    assert (PRESENTAR, quien.jefe.pk, date(2026, 10, 15)) in debidas() and len(debidas()) == 2


def test_sin_jefe_le_toca_a_planeacion_y_lo_de_control_interno_a_control_interno(quien):
    sola = f.dependencia()
    ley.requerimiento(quien.planeacion, sola)
    ley.requerimiento(quien.control, quien.oficina, radicado="CI-1")
    ley.informe(quien.control, quien.oficina, periodicidad="ANUAL", primero=date(2026, 7, 30))
    assert debidas(quien.planeacion.pk) == [(RESPONDER, quien.planeacion.pk, date(2026, 7, 10))]
    de_control = [
        (PRESENTAR, quien.control.pk, date(2026, 7, 30)),
        (RESPONDER, quien.control.pk, date(2026, 7, 10)),
    ]
    assert debidas(quien.control.pk) == de_control
    # Aunque esa dependencia tenga jefe, lo de Control Interno no es suyo.
    jefe = f.persona("jefe", quien.oficina)
    assert debidas(jefe.pk) == [] and debidas(quien.control.pk) == de_control


def test_sin_nadie_que_lo_lleve_se_dice(quien):
    ley.requerimiento(quien.control, quien.oficina, radicado="CI-1")
    quien.control.asignaciones.update(hasta=date(2026, 7, 1))
    assert debidas() == [(RESPONDER, 0, date(2026, 7, 10))]


def test_lo_devuelto_es_de_planeacion_hasta_que_lo_traslada(quien):
    suyo = ley.requerimiento(quien.planeacion, quien.propia)
    datos = {"motivo": "No es nuestro", "version": 0, "por": quien.jefe, "ahora": AHORA}
    requerimientos.devolver_requerimiento(requerimiento=suyo, **datos)
    assert debidas(quien.jefe.pk) == []
    assert debidas(quien.planeacion.pk) == [(TRASLADAR, quien.planeacion.pk, date(2026, 7, 10))]


def test_cuesta_lo_mismo_con_muchos(quien, consultas):
    def cuestan() -> int:
        with consultas() as hechas:
            list(pendientes(HOY))
        return len(hechas)

    ley.informe(quien.planeacion, quien.propia)
    ley.requerimiento(quien.planeacion, quien.propia)
    pocos = cuestan()
    for n in range(4):
        otra = f.dependencia()
        ley.informe(quien.planeacion, otra, nombre=f"Informe {n}", periodicidad="MENSUAL")
        ley.requerimiento(quien.planeacion, otra, radicado=f"R-{n}")
    assert cuestan() == pocos
