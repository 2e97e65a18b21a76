"""Las decisiones puras de la hoja: corregir lo que no cuadra, repartir pesos, ordenar y numerar."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planes.reglas import hojas as reglas
from planes.reglas import problemas_de_pesos, problemas_de_programacion


def actividad(meta, programado, tipo="ACUMULADA", fin=date(2026, 12, 15)):
    """Una actividad con su meta y lo programado de T1 a T4."""
    programado = tuple(None if p is None else Decimal(p) for p in programado)
    return SimpleNamespace(
        meta=None if meta is None else Decimal(meta), tipo_meta=tipo, programacion=programado, fecha_fin=fin
    )


@pytest.mark.parametrize(
    ("una", "rotulos"),
    [
        (actividad(24, (None, 8, 8, 6)), ["Poner 8 en T4", "Cambiar la meta a 22"]),
        (actividad(24, (8, 8, 8, None)), []),
        (actividad(10, (8, 8, None, None)), ["Poner 2 en T2", "Cambiar la meta a 16"]),
        (actividad(3, (8, 8, None, None)), ["Cambiar la meta a 16"]),
        (actividad(4, (None,) * 4, fin=date(2026, 5, 1)), ["Poner 4 en T2"]),
        (actividad(None, (1, 1, None, None)), ["Cambiar la meta a 2"]),
        (actividad(None, (None,) * 4), []),
        (actividad(100, (90, None, 90, None), "CONSTANTE"), ["Poner 100 en T1 y T3", "Cambiar la meta a 90"]),
        (actividad(100, (None,) * 4, "CONSTANTE"), ["Poner 100 en los cuatro trimestres"]),
        (actividad(100, (100, 90, None, None), "CONSTANTE"), ["Poner 100 en T1 y T2"]),
        (actividad(1, (None, 1, 1, None), "HITO"), ["Poner 1 sólo en T3"]),
        (actividad(1, (None, 1, None, None), "HITO"), []),
    ],
)
def test_propone_como_corregirlo(una, rotulos):
    assert [c.rotulo for c in reglas.correcciones(una)] == rotulos


_CANTIDADES = st.none() | st.integers(1, 50)


@given(
    meta=st.integers(1, 60), programado=st.tuples(*[_CANTIDADES] * 4), tipo=st.sampled_from(["ACUMULADA", "CONSTANTE"])
)
def test_toda_correccion_deja_la_programacion_sin_problemas(meta, programado, tipo):
    una = actividad(meta, programado, tipo)
    for correccion in reglas.correcciones(una):
        campos = {"meta": una.meta, **dict(zip(reglas.TRIMESTRES, una.programacion, strict=True))} | correccion.cambios
        corregida = SimpleNamespace(
            meta=campos["meta"], tipo_meta=tipo, programacion=tuple(campos[t] for t in reglas.TRIMESTRES)
        )
        assert not problemas_de_programacion(corregida)


def test_reparte_lo_que_falta_entre_los_vacios_o_en_proporcion():
    d = Decimal
    assert reglas.repartir([d(40), None, None]) == [40, 30, 30]
    assert reglas.repartir([None, None, None]) == [d("33.34"), d("33.33"), d("33.33")]
    assert reglas.repartir([d(10), d(10), d(50)]) == [d("14.29"), d("14.29"), d("71.42")]
    assert reglas.repartir([d(100), None]) == [100, None]
    assert reglas.repartir([]) == []


@given(st.lists(st.none() | st.decimals(1, 20, places=2), min_size=1, max_size=40))
def test_lo_repartido_suma_cien(pesos):
    repartidos = reglas.repartir(pesos)
    if repartidos != pesos:
        assert sum(repartidos) == 100
        assert not problemas_de_pesos(repartidos)


def test_ordenar_deja_en_su_puesto_lo_que_no_se_nombra():
    assert reglas.reordenar([1, 2, 3, 4], [3, 1, 2]) == [3, 1, 2, 4]
    assert reglas.reordenar([1, 9, 2, 3], [3, 2, 1]) == [3, 9, 2, 1]
    assert reglas.reordenar([1, 2], [7, 2, 2, 1]) == [2, 1]


def test_un_hito_mide_uno_y_programar_cero_es_no_programar():
    una = SimpleNamespace(tipo_meta="HITO", meta=Decimal(5), **dict.fromkeys(reglas.TRIMESTRES, Decimal(0)))
    assert reglas.al_escribir(una, {"tipo_meta", "programado_t1"}) == {"meta": 1, "programado_t1": None}
    assert reglas.al_escribir(una, {"tipo_meta", "meta"}) == {}
    una.tipo_meta, una.meta = "CONSTANTE", Decimal(0)
    assert reglas.al_escribir(una, {"programado_t1"}) == {}
