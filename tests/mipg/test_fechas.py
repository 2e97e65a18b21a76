"""Los días hábiles se cuentan por semanas, y da lo mismo que contarlos uno por uno."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mipg.fechas import en_bogota, es_habil, fin_del_dia, habiles_entre, sumar_habiles

ASUETOS = frozenset({date(2026, 11, 11), date(2026, 11, 14), date(2026, 12, 25)})


def uno_por_uno(desde: date, hasta: date, asuetos) -> int:
    dias = (desde + timedelta(days=n) for n in range(1, (hasta - desde).days + 1))
    return sum(es_habil(dia, asuetos) for dia in dias)


@pytest.mark.parametrize("asuetos", [(), ASUETOS])
@pytest.mark.parametrize("dias", [0, 1, 2, 6, 7, 8, 45, 200, 400])
def test_contar_por_semanas_da_lo_mismo_que_dia_por_dia(dias, asuetos):
    for corrido in range(14):
        desde = date(2026, 9, 28) + timedelta(days=corrido)
        hasta = desde + timedelta(days=dias)
        esperado = uno_por_uno(desde, hasta, asuetos)
        assert habiles_entre(desde, hasta, asuetos) == esperado, (desde, hasta)
        assert habiles_entre(hasta, desde, asuetos) == -esperado, (hasta, desde)


def test_un_asueto_en_fin_de_semana_o_en_festivo_no_resta_dos_veces():
    lunes, lunes_siguiente = date(2026, 11, 9), date(2026, 11, 23)
    # El 16 es festivo nacional; el 11 es asueto y el 14, sábado.
    assert habiles_entre(lunes, lunes_siguiente, ASUETOS | {date(2026, 11, 16)}) == 8


@pytest.mark.parametrize(
    ("dia", "cuantos", "llega"),
    [
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 3, 1)),
        (date(2027, 2, 26), 1, date(2027, 3, 1)),
        (date(2028, 3, 1), -1, date(2028, 2, 29)),
        (date(2028, 2, 29), 0, date(2028, 2, 29)),
    ],
)
def test_el_29_de_febrero_es_un_dia_habil_mas(dia, cuantos, llega):
    assert sumar_habiles(dia, cuantos) == llega
    assert habiles_entre(dia, llega) == cuantos


def test_un_dia_acaba_en_la_medianoche_de_bogota():
    bisiesto, siguiente = date(2028, 2, 29), datetime(2028, 3, 1, 5, tzinfo=UTC)
    assert fin_del_dia(bisiesto) == siguiente - timedelta(microseconds=1)
    assert (en_bogota(fin_del_dia(bisiesto)), en_bogota(siguiente)) == (bisiesto, date(2028, 3, 1))
