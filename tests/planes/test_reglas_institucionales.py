"""Si un plan institucional se publicó a tiempo, y cuándo puede ser su seguimiento. Sin base de datos."""

from datetime import date

import pytest

from planes.reglas import institucionales as reglas

LIMITE = date(2026, 1, 31)


@pytest.mark.parametrize(("publicado", "hoy", "clave", "texto"), [
    (date(2026, 1, 31), date(2026, 7, 6), "A_TIEMPO", "A tiempo"),
    (date(2025, 12, 20), date(2026, 1, 2), "A_TIEMPO", "A tiempo"),
    (date(2026, 2, 1), date(2026, 7, 6), "TARDE", "Tarde: 1 día después"),
    (date(2026, 3, 2), date(2026, 7, 6), "TARDE", "Tarde: 30 días después"),
    (None, date(2026, 1, 31), "POR_PUBLICAR", "Por publicar: vence el 31/01/2026"),
    (None, date(2026, 2, 2), "SIN_PUBLICAR", "Sin publicar: venció hace 2 días"),
])  # fmt: skip
def test_la_oportunidad_se_mide_contra_el_limite(publicado, hoy, clave, texto):
    assert reglas.oportunidad(publicado, LIMITE, hoy) == (clave, texto)


@pytest.mark.parametrize(("publicado", "aprobado", "texto"), [
    (date(2026, 1, 30), date(2026, 7, 20), "Se publicó antes de aprobarse el 20/07/2026"),
    (date(2026, 1, 30), None, "Se publicó y no consta su aprobación"),
    (date(2026, 1, 30), date(2026, 1, 30), ""),
    (None, date(2026, 7, 20), ""),
])  # fmt: skip
def test_lo_que_se_publico_antes_de_aprobarse_se_advierte(publicado, aprobado, texto):
    assert reglas.sin_aprobar(publicado, aprobado) == texto


@pytest.mark.parametrize(("publicado", "bien"), [
    (date(2026, 7, 6), True), (date(2026, 7, 7), False), (date(2025, 1, 1), True), (date(2024, 12, 31), False),
])  # fmt: skip
def test_se_publico_antes_de_hoy_y_cerca_de_su_anio(publicado, bien):
    problemas = reglas.problemas_de_publicacion(publicado, 2026, date(2026, 7, 6))
    assert [p.campo for p in problemas] == ([] if bien else ["fecha_publicacion"])


@pytest.mark.parametrize(("dia", "bien"), [
    (date(2026, 1, 1), True), (date(2027, 3, 31), True), (date(2025, 12, 31), False), (date(2027, 4, 1), False),
])  # fmt: skip
def test_el_seguimiento_es_de_su_anio_o_del_comienzo_del_siguiente(dia, bien):
    assert (reglas.problemas_de_fecha_de_seguimiento(dia, 2026) == []) is bien


def test_solo_un_plan_institucional_en_pie_los_lleva():
    assert reglas.problemas_de_clase("INSTITUCIONAL", "BORRADOR") == []
    assert reglas.problemas_de_clase("ACCION_POLITICA", "BORRADOR")
    assert reglas.problemas_de_clase("INSTITUCIONAL", "DESISTIDO")
