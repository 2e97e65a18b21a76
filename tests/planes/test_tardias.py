"""Aprobar tarde: qué se mueve, qué se conserva y qué cifra resulta."""

from datetime import date
from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planes.reglas import problemas_de_programacion
from planes.reglas import tardias as reglas
from planes.reglas.medida import porcentaje

HOY = date(2026, 7, 20)
CORTE_T3 = date(2026, 9, 30)


def actividad(tipo, programado, *, fin=date(2026, 12, 15), peso=None):
    """Una actividad de ese tipo; `programado` son enteros o `None`."""
    programado = tuple(None if p is None else D(p) for p in programado)
    con_valor = [p for p in programado if p is not None]
    return SimpleNamespace(
        tipo_meta=tipo,
        sentido="ASCENDENTE",
        meta=con_valor[0] if tipo == "CONSTANTE" else sum(con_valor),
        programacion=programado,
        fecha_fin=fin,
        ponderacion=peso,
    )


def _tardias(*actividades, cerrado=2, plazo=CORTE_T3):
    return reglas.tardias(actividades, cerrado=cerrado, plazo=plazo, hoy=HOY)


@pytest.mark.parametrize(
    ("tipo", "antes", "cerrado", "despues"),
    [
        ("ACUMULADA", (2, 3, 3, 2), 1, (None, 5, 3, 2)),
        ("ACUMULADA", (2, 3, None, 2), 2, (None, None, 5, 2)),
        ("ACUMULADA", (2, 3, 3, 2), 3, (None, None, None, 10)),
        ("HITO", (1, None, None, None), 2, (None, None, 1, None)),
        ("CONSTANTE", (5, 5, 5, 5), 2, (None, None, 5, 5)),
        ("CONSTANTE", (5, None, None, 5), 1, (None, None, None, 5)),
        ("CONSTANTE", (5, 5, None, None), 2, (None, None, 5, None)),
    ],
)
def test_mover_depende_del_tipo_de_meta(tipo, antes, cerrado, despues):
    assert reglas.mover(actividad(tipo, antes), cerrado) == tuple(p and D(p) for p in despues)


_programaciones = st.tuples(*[st.one_of(st.none(), st.integers(1, 9))] * 4).filter(any)


@given(tipo=st.sampled_from(["ACUMULADA", "CONSTANTE", "HITO"]), programado=_programaciones, cerrado=st.integers(1, 3))
def test_lo_movido_sigue_cuadrando_con_su_meta_y_nada_queda_en_lo_cerrado(tipo, programado, cerrado):
    if tipo == "CONSTANTE":
        programado = [p and 7 for p in programado]
    elif tipo == "HITO":
        ultimo = max(t for t, p in enumerate(programado) if p)
        programado = [1 if t == ultimo else None for t in range(4)]
    una = actividad(tipo, programado)
    for tardia in _tardias(una, cerrado=cerrado):
        movida = SimpleNamespace(**vars(una) | {"programacion": tardia.despues})
        assert problemas_de_programacion(movida) == []
        assert not reglas.hay_en_cerrados(movida, cerrado)


def test_solo_se_decide_sobre_lo_que_tiene_algo_en_lo_cerrado():
    temprana, tarde = actividad("ACUMULADA", (1, None, 1, None)), actividad("HITO", (None, None, None, 1))
    assert [t.actividad for t in _tardias(temprana, tarde)] == [temprana]
    assert _tardias(temprana, tarde, cerrado=0) == []


@pytest.mark.parametrize(
    ("fin", "queda"),
    [(date(2026, 3, 31), CORTE_T3), (HOY, HOY), (date(2026, 12, 15), date(2026, 12, 15)), (None, None)],
)
def test_lo_movido_no_nace_vencido(fin, queda):
    (tardia,) = _tardias(actividad("HITO", (1, None, None, None), fin=fin))
    assert tardia.fecha_fin == queda
    assert tardia.corre_el_fin is (queda != fin)


@pytest.mark.parametrize(
    ("cortes", "plazo"),
    [
        ([CORTE_T3, date(2026, 12, 31)], CORTE_T3),
        # El que recibe lo movido se captura, y su fecha ya pasó.
        ([date(2026, 6, 30), CORTE_T3, date(2026, 12, 31)], CORTE_T3),
        ([date(2026, 6, 30), date(2026, 7, 10)], date(2026, 7, 10)),
        ([], None),
    ],
)
def test_lo_movido_va_hasta_la_primera_fecha_de_corte_que_no_ha_pasado(cortes, plazo):
    assert reglas.plazo_para_hacerlo(cortes, HOY) == plazo


def test_si_cerraron_los_cuatro_nada_se_mueve():
    (tardia,) = _tardias(actividad("ACUMULADA", (2, 3, 3, 2), fin=date(2026, 3, 1)), cerrado=4, plazo=None)
    assert tardia.antes == tardia.despues and not tardia.corre_el_fin


@pytest.mark.parametrize(
    ("decision", "motivo", "cerrado", "campo"),
    [
        ("", "", 2, "tardia"),
        ("OCURRENCIA", "", 2, "tardia"),
        ("MOVER", "Porque sí.", 4, "tardia"),
        ("CONSERVAR", "  ", 2, "tardia_motivo"),
    ],
)
def test_sin_decidir_no_se_aprueba(decision, motivo, cerrado, campo):
    pendientes = _tardias(actividad("ACUMULADA", (2, 3, 3, 2)))
    problemas = reglas.problemas_para_decidir(pendientes, decision=decision, motivo=motivo, cerrado=cerrado)
    assert [p.campo for p in problemas] == [campo]


@pytest.mark.parametrize(
    ("decision", "motivo", "cerrado"), [("MOVER", "", 2), ("CONSERVAR", "Se ejecutó sin plan.", 4)]
)
def test_decidido_se_aprueba_y_sin_nada_que_decidir_tambien(decision, motivo, cerrado):
    pendientes = _tardias(actividad("ACUMULADA", (2, 3, 3, 2)))
    assert reglas.problemas_para_decidir(pendientes, decision=decision, motivo=motivo, cerrado=cerrado) == []
    assert reglas.problemas_para_decidir([], decision="", motivo="", cerrado=cerrado) == []


def test_la_cifra_que_resulta_de_cada_decision():
    """Cerrado T2: al cerrar T3, y en el año, si se cumple todo lo que queda."""
    plan = [
        actividad("ACUMULADA", (2, 3, 3, 2), peso=D(50)),
        actividad("CONSTANTE", (100,) * 4, peso=D(30)),
        actividad("HITO", (1, None, None, None), peso=D(20)),
    ]
    conservado = reglas.resulta([(a, a.programacion) for a in plan], cerrado=2)
    movido = reglas.resulta([(a, reglas.mover(a, 2)) for a in plan], cerrado=2)
    # 50 × 3/8 + 30 × 1/3 + 20 × 0, y 50 × 5/10 + 30 × 2/4 + 20 × 0.
    assert (conservado.trimestre, porcentaje(conservado.al_cierre), porcentaje(conservado.del_anio)) == (
        3,
        D("28.75"),
        D("40.00"),
    )
    assert (porcentaje(movido.al_cierre), porcentaje(movido.del_anio)) == (D("100.00"), D("100.00"))


def test_cerrados_los_cuatro_lo_conservado_vale_cero():
    una = actividad("ACUMULADA", (2, 3, 3, 2))
    assert reglas.resulta([(una, una.programacion)], cerrado=4) == reglas.Resulta(4, D(0), D(0))
