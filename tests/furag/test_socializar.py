"""Socializar los resultados: de Planeación, hasta que cada política con resultado tenga su jornada."""

from datetime import date

import pytest

from furag.models import Medicion
from furag.obligaciones import SOCIALIZAR, pendientes
from politicas.models import Dimension, Equivalencia, Estrategia, Politica, VersionModelo
from tests import fabricas as f
from tests.furag import fabricas as g

pytestmark = pytest.mark.django_db


@pytest.fixture
def con_resultados():
    planea, politica = f.persona("planeacion"), f.politica()
    sin_medir = f.politica(politica.dimension)
    Estrategia.objects.create(anio=2025, numero=7, nombre="Socialización", fecha_texto="Junio – Julio 2025")
    f.vigencia(2026)
    carga = g.carga({"ALCALDIA": {"IDI": 60, politica.codigo_furag: 55, sin_medir.codigo_furag: None}})
    return planea, politica, carga


def _deben(planea, hoy=date(2026, 7, 7)):
    return [uno for uno in pendientes(hoy, planea.pk) if uno.verbo == SOCIALIZAR]


def test_vence_con_la_estrategia_del_anio_y_lleva_a_programarla(con_resultados):
    planea, politica, _ = con_resultados
    (debe,) = _deben(planea)
    assert (debe.vence, debe.persona, debe.detalle.split()[0]) == (date(2026, 7, 31), planea.pk, "1")
    assert debe.url == f"/politicas/jornadas/crear/?tipo=SOCIALIZACION&vigencia_medida=2025&politica={politica.pk}"
    programada = _jornada("PROGRAMADA", politica)
    assert _deben(planea)[0].url == f"/politicas/jornadas/{programada.pk}/"


def _jornada(estado, *politicas, medida=2025):
    return f.jornada(estado, tipo="SOCIALIZACION", vigencia_medida=medida, politicas=politicas)


def test_se_cumple_con_la_realizada_de_esa_medicion_y_no_con_otra(con_resultados):
    planea, politica, _ = con_resultados
    _jornada("REALIZADA", politica, medida=2024)
    _jornada("REALIZADA", *Politica.objects.exclude(pk=politica.pk))
    assert len(_deben(planea)) == 1
    _jornada("REALIZADA", politica)
    assert _deben(planea) == []


def test_el_codigo_de_entonces_puede_ser_hoy_de_otra_politica(con_resultados):
    planea, politica, _ = con_resultados
    antes = VersionModelo.objects.create(nombre="v5", titulo="Versión 5")
    dimension = Dimension.objects.create(version=antes, codigo="D1", orden=1, nombre="Talento Humano")
    medida = f.politica(dimension, codigo_furag=politica.codigo_furag)
    Medicion.objects.update(version=antes)
    assert _deben(planea) == []
    hoy = Politica.objects.exclude(pk__in=[politica.pk, medida.pk]).get()
    Equivalencia.objects.create(de=medida, a=hoy)
    assert _deben(planea)[0].url.endswith(f"&politica={hoy.pk}")


def test_lo_confirmado_tarde_da_diez_dias_habiles_y_sin_fila_propia_no_se_debe_nada(con_resultados):
    planea, _, carga = con_resultados
    carga.confirmada_en = f.AHORA.replace(month=9, day=1)
    carga.save()
    assert _deben(planea)[0].vence == date(2026, 9, 15)
    carga.propia = None
    carga.save()
    assert _deben(planea) == []
