"""Lo que se debe en la formulación, derivado del estado del plan."""

from datetime import date

import pytest

from planes.obligaciones import pendientes
from tests import fabricas as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("estado", "verbo", "le_toca"),
    [
        ("BORRADOR", "Formular", "jefe"),
        ("DEVUELTO", "Corregir", "jefe"),
        ("EN_REVISION", "Decidir", "planeacion"),
        ("APROBADO", "Publicar", "planeacion"),
    ],
)
def test_cada_estado_del_plan_le_toca_a_quien_corresponde(estado, verbo, le_toca):
    dependencia = f.dependencia()
    personas = {"jefe": f.persona("jefe", dependencia), "planeacion": f.persona("planeacion")}
    f.persona("jefe")
    plan = f.plan(estado, dependencia=dependencia, fecha_limite=date(2026, 7, 20))

    (obligacion,) = pendientes(f.HOY)
    assert (obligacion.verbo, obligacion.persona, obligacion.vence) == (
        verbo,
        personas[le_toca].pk,
        date(2026, 7, 20),
    )
    assert f"/planes/{plan.pk}/" in obligacion.url
    assert list(pendientes(f.HOY, personas[le_toca].pk)) == [obligacion]


def test_un_plan_publicado_no_debe_nada_y_lo_que_no_tiene_a_quien_se_dice():
    f.plan("PUBLICADO")
    f.plan("BORRADOR")

    assert [o.persona for o in pendientes(f.HOY)] == [None]
