"""Lo que no es de nadie tiene dueño: quien administra nombra a quien falta y dice quién sucede a la suprimida."""

from datetime import date

import pytest

from mipg.portal.obligaciones import NOMBRAR, SUCEDER, pendientes
from politicas.models import TipoPlan
from tests import fabricas as f
from tests.planes import ley

pytestmark = pytest.mark.django_db


def _debe(persona) -> list[tuple[str, int]]:
    return [(o.verbo, o.dependencia) for o in pendientes(f.HOY, persona.pk)]


def test_la_que_formula_sin_jefe_y_la_que_reporta_sin_nadie_piden_que_se_nombre():
    planea, sin_jefe, con_jefe, sin_nadie = f.persona("planeacion"), *(f.dependencia() for _ in range(3))
    f.plan("BORRADOR", dependencia=sin_jefe)
    f.plan("BORRADOR", dependencia=con_jefe)
    jefa = f.persona("jefe", con_jefe)
    f.avance(f.actividad(f.plan("APROBADO"), dependencia=sin_nadie), f.corte())
    assert sorted(_debe(planea)) == sorted([(NOMBRAR, sin_jefe.pk), (NOMBRAR, sin_nadie.pk)])
    assert _debe(jefa) == []
    f.persona("jefe", sin_jefe)
    f.persona("enlace", sin_nadie)
    assert _debe(planea) == []


@pytest.mark.parametrize(("estado", "falta"), [("BORRADOR", True), ("DESISTIDA", False)])
def test_la_que_modifica_un_plan_y_se_queda_sin_jefe_pide_que_se_nombre(estado, falta):
    planea, sin_jefe = f.persona("planeacion"), f.dependencia()
    version = f.version(f.plan("APROBADO", dependencia=sin_jefe))
    fin = {} if falta else {"desistida_en": f.AHORA, "desistida_por": planea, "desistida_motivo": "No va."}
    version.plan.propuestas.create(base=version, estado=estado, creada_en=f.AHORA, creada_por=planea, **fin)
    assert _debe(planea) == ([(NOMBRAR, sin_jefe.pk)] if falta else [])


def test_la_suprimida_a_la_que_le_toca_un_plan_espera_a_quien_la_suceda():
    planea, sola = f.persona("planeacion"), f.dependencia(vigente_hasta=date(2026, 1, 31))
    assert _debe(planea) == []
    TipoPlan.objects.create(numero=1, desde=2018, nombre="PINAR", dependencia=sola, responsable_texto="La sola")
    assert _debe(planea) == [(SUCEDER, sola.pk)]
    assert [o.persona for o in pendientes(f.HOY)] == [planea.pk]


def test_si_no_queda_nadie_de_planeacion_la_administracion_tecnica_la_nombra():
    tecnica = f.persona("administrador")
    assert _debe(tecnica) == [(NOMBRAR, None)]
    f.persona("planeacion")
    assert _debe(tecnica) == []


@pytest.mark.parametrize("registrar", [ley.informe, ley.requerimiento])
def test_lo_de_control_interno_sin_nadie_alli_pide_que_se_nombre_a_quien_puede_pedirlo(registrar):
    planea, tecnica, suya = f.persona("planeacion"), f.persona("administrador"), f.dependencia()
    auditora = f.persona("control_interno", suya)
    registrar(auditora, suya)
    assert _debe(tecnica) == _debe(planea) == []
    auditora.asignaciones.update(hasta=date(2026, 7, 1))
    # Planeación no pide ese rol: no se le cobra.
    assert _debe(tecnica) == [(NOMBRAR, None)] and _debe(planea) == []
    tecnica.asignaciones.update(hasta=date(2026, 7, 1))
    assert [(o.verbo, o.persona) for o in pendientes(f.HOY)] == [(NOMBRAR, None)]
    f.persona("control_interno", suya)
    assert not list(pendientes(f.HOY))
