"""Verificar el mejoramiento se debe cuando se ejecutó o cuando venció: una por plan, de quien puede hacerlo."""

from datetime import date

import pytest
from auditlog.context import disable_auditlog

from furag.models import Suscripcion
from mipg.usuarios.models import Asignacion
from planes.models import Actividad
from seguimiento.obligaciones.mejoras import de_mejoras
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag import mejoramiento as m

pytestmark = pytest.mark.django_db
HOY = date(2026, 7, 6)


@disable_auditlog()
def _aceptar(mejora):
    """Su meta, aceptada el 6 de julio en el corte de su trimestre."""
    f.avance(mejora.actividad, f.corte(2, "ABIERTO", f.vigencia(2026)), "ACEPTADO", 1)


def _deben(hoy=HOY, de=None) -> dict[int | None, object]:
    return {una.persona: una for una in de_mejoras(hoy, de)}


def test_lo_ejecutado_se_debe_verificar_antes_de_vencer():
    de = m.llevar("suscrita")
    Actividad.objects.update(fecha_fin=date(2026, 12, 1))
    assert _deben() == {}
    _aceptar(de.mejora)
    deben = _deben()
    assert set(deben) >= {de.planea.pk, de.otra_planea.pk}
    # Diez hábiles desde el 6 de julio, con los festivos del 13 y del 20.
    assert deben[de.planea.pk].vence == date(2026, 7, 22)
    assert deben[de.planea.pk].url == f"/furag/planes/{de.plan.pk}/mejoras/"
    assert set(_deben(de={de.planea.pk})) == {de.planea.pk} and _deben(de={de.jefe.pk}) == {}
    m.verificar(de.mejora, de)
    assert _deben() == {}


def test_lo_vencido_tambien_y_en_un_plan_es_una_sola(django_assert_max_num_queries):
    de = m.llevar("suscrita")
    for _ in range(8):
        ff.mejora(f.actividad(de.plan), estado="SUSCRITA", suscripcion=de.suscripcion)
    Actividad.objects.update(fecha_fin=date(2026, 6, 15))
    _aceptar(de.mejora)
    with django_assert_max_num_queries(8):
        (una,) = de_mejoras(HOY, {de.planea.pk})
    # Diez hábiles desde el 15 de junio, con el festivo del 29.
    assert "9 acciones" in una.detalle and una.vence == date(2026, 6, 30)


def test_lo_prorrogado_al_otro_anio_no_se_debe_hasta_que_se_ejecute():
    de = m.llevar("suscrita")
    m.prorrogar(de)
    assert _deben(date(2027, 1, 4)) == {}
    _aceptar(de.mejora)
    assert de.planea.pk in _deben(date(2027, 1, 4))


def test_no_se_le_pide_a_quien_la_firmo_mientras_otra_persona_pueda():
    de = m.llevar("suscrita")
    Actividad.objects.update(fecha_fin=date(2026, 6, 15))
    Suscripcion.objects.update(suscrita_por=de.planea)
    assert de.planea.pk not in _deben() and de.otra_planea.pk in _deben()
    planeacion = Asignacion.objects.filter(rol="planeacion")
    planeacion.exclude(persona=de.planea).update(hasta=date(2025, 1, 1))
    assert set(_deben()) == {de.planea.pk}
    planeacion.update(hasta=date(2025, 1, 1))
    assert set(_deben()) == {None}
