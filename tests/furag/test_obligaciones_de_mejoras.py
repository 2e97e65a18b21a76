"""Lo que se debe del mejoramiento: cada deber con su dueño, su plazo y la página que lo resuelve."""

from datetime import UTC, date, datetime

import pytest

from furag.acciones import continuaciones
from furag.models import AccionMejora
from furag.obligaciones.mejoras import CONCEPTUAR, CONTINUAR, EVALUAR, FORMULAR, SUSCRIBIR, de_mejoras
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db
HOY = date(2026, 7, 6)


def _debe(hoy=HOY) -> dict[tuple[str, int | None], object]:
    return {(una.verbo, una.persona): una for una in de_mejoras(hoy)}


def test_cada_paso_le_toca_a_alguien_y_desaparece_al_darlo():
    de = m.gente()
    politica = m.politica_de(de)
    f.vigencia(2026)
    de.acogidas = [ff.recomendacion(estado="ACOGIDA", politica=politica)]
    assert (FORMULAR, de.jefe.pk) in _debe()
    m.llevar("aprobada", de)
    deben = _debe()
    assert set(deben) == {(SUSCRIBIR, de.jefe.pk)}
    assert deben[SUSCRIBIR, de.jefe.pk].url == f"/furag/planes/{de.plan.pk}/mejoras/"
    m.suscribir(de.plan, de)
    assert _debe() == {}
    m.verificar(de.mejora, de)
    assert {v for v, _ in _debe()} == {CONCEPTUAR} and (CONCEPTUAR, de.audita.pk) in _debe()
    m.conceptuar(de.mejora, de)
    assert _debe() == {}
    ff.carga({"Alcaldía": {}}, de=ff.medicion(2026), confirmada_en=datetime(2027, 5, 3, 15, tzinfo=UTC))
    assert {v for v, _ in _debe(date(2027, 5, 4))} == {EVALUAR}
    m.conceptuar(de.mejora, de, "EFECTIVIDAD")
    assert _debe(date(2027, 5, 4)) == {}


def test_lo_prorrogado_lo_continua_planeacion_a_mas_tardar_el_31_de_enero():
    de = m.llevar("suscrita")
    m.prorrogar(de)
    assert _debe(date(2026, 12, 20)) == {}
    (una,) = [o for (v, quien), o in _debe(date(2027, 1, 4)).items() if (v, quien) == (CONTINUAR, de.planea.pk)]
    assert una.vence == date(2027, 1, 31)
    f.vigencia(2027)
    assert (CONTINUAR, de.planea.pk) in _debe(date(2026, 12, 20))
    continuaciones.continuar(mejora=de.mejora, por=de.planea, ahora=m.AHORA)
    assert CONTINUAR not in {v for v, _ in _debe(date(2027, 1, 4))}


def test_son_una_por_plan_y_no_crecen_con_las_acciones(django_assert_max_num_queries):
    de = m.llevar("cumplida")
    for _ in range(8):
        ff.verificacion(ff.mejora(f.actividad(de.plan), estado="SUSCRITA", suscripcion=de.suscripcion))
    with django_assert_max_num_queries(20):
        (una,) = de_mejoras(HOY, de.audita.pk)
    assert "9 acciones" in una.detalle and AccionMejora.objects.count() == 9


def test_sin_jefe_el_deber_de_firmar_se_dice_aunque_no_sea_de_nadie():
    de = m.llevar("aprobada")
    de.jefe.asignaciones.update(hasta=date(2025, 1, 1))
    assert set(_debe()) == {(SUSCRIBIR, None)}


def _planes_con_todo_por_deber() -> None:
    """Un plan por firmar, uno por conceptuar, uno por evaluar y una acogida sin acción de otra política."""
    por_firmar, verificado, conforme = (
        f.plan("APROBADO", clase="MEJORAMIENTO", vigencia=f.vigencia(2026), vigencia_medida=2025) for _ in range(3)
    )
    for plan in (por_firmar, verificado, conforme):
        ff.mejora(f.actividad(plan))
    f.version(por_firmar)
    for plan in (verificado, conforme):
        ff.suscripcion(plan)
        ff.verificacion(AccionMejora.objects.get(actividad__plan=plan))
    ff.concepto(AccionMejora.objects.get(actividad__plan=conforme))
    ff.recomendacion(estado="ACOGIDA", politica=f.politica())


def test_las_consultas_no_dependen_de_cuantos_planes_ni_politicas_sean(consultas):
    ff.carga({"Alcaldía": {}}, de=ff.medicion(2026))
    medidas = []
    for cuantos in (1, 4):
        for _ in range(cuantos):
            _planes_con_todo_por_deber()
        list(de_mejoras(HOY))
        with consultas() as hechas:
            verbos = {una.verbo for una in de_mejoras(HOY)}
        medidas.append(len(hechas))
        assert verbos >= {FORMULAR, SUSCRIBIR, CONCEPTUAR, EVALUAR}
    assert medidas[0] == medidas[1]
