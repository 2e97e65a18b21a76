"""Lo que se debe en la formulación, derivado del estado del plan."""

from datetime import date, timedelta

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


def test_lo_que_se_vacio_no_se_debe_publicar():
    decide = f.persona("planeacion")
    plan = f.plan("APROBADO")
    actividad = f.actividad(plan)
    assert [o.verbo for o in pendientes(f.HOY, decide.pk)] == ["Publicar"]
    type(actividad).objects.update(retirada_en=f.AHORA, retirada_por=decide)
    assert list(pendientes(f.HOY, decide.pk)) == []
    type(plan).objects.update(acto="PENDIENTE", acto_numero="")
    assert [o.verbo for o in pendientes(f.HOY, decide.pk)] == ["Completar el acto"]


def test_sin_fecha_limite_el_plazo_es_el_anio_entero_y_no_cambia_con_los_dias():
    f.persona("planeacion")
    f.plan("EN_REVISION", fecha_limite=None)
    dias = [f.HOY, f.HOY + timedelta(days=1)]
    assert [o.vence for dia in dias for o in pendientes(dia)] == [date(2026, 12, 31)] * 2


@pytest.mark.parametrize(("estado", "verbos"), [
    ("APROBADO", {"Publicar", "Completar el acto"}), ("PUBLICADO", {"Completar el acto"}),
])  # fmt: skip
def test_el_acto_pendiente_se_completa_en_treinta_dias(estado, verbos):
    decide = f.persona("planeacion")
    plan = f.plan(estado)
    type(plan).objects.filter(pk=plan.pk).update(acto="PENDIENTE", acto_numero="")
    suyas = list(pendientes(f.HOY, decide.pk))
    assert {o.verbo for o in suyas} == verbos
    assert [o.vence for o in suyas if o.verbo == "Completar el acto"] == [date(2026, 8, 5)]


def test_el_acto_pendiente_se_debe_tambien_cuando_el_anio_ya_se_cerro():
    decide = f.persona("planeacion")
    plan = f.plan("CERRADO")
    type(plan).objects.filter(pk=plan.pk).update(acto="PENDIENTE", acto_numero="")
    f.plan("CERRADO")
    type(plan.vigencia).objects.update(cerrada_en=f.AHORA, cerrada_por=decide)
    assert [(o.verbo, o.asunto) for o in pendientes(f.HOY, decide.pk)] == [("Completar el acto", plan.nombre)]


def test_las_de_una_persona_se_filtran_en_la_consulta(consultas):
    dependencia = f.dependencia()
    jefa = f.persona("jefe", dependencia)
    f.plan(dependencia=dependencia)
    f.plan()
    with consultas() as hechas:
        assert len(list(pendientes(f.HOY, jefa.pk))) == 1
    de_planes = [c["sql"] for c in hechas if 'FROM "planes_plan"' in c["sql"] and "colider" not in c["sql"]]
    suyos = ('"planes_plan"."dependencia_id" IN', 'EXISTS(SELECT 1 AS "a" FROM "politicas_responsabilidadpolitica"')
    assert [sql for sql in de_planes if not any(filtro in sql for filtro in suyos)] == []
    assert de_planes
