"""Los días hábiles se cuentan por semanas, y da lo mismo que contarlos uno por uno."""

from datetime import date, timedelta

import pytest

from mipg.fechas import es_habil, habiles_entre

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
