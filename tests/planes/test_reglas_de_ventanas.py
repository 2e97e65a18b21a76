"""Cuándo se envía un plan y qué pasa fuera de su ventana."""

from datetime import date
from types import SimpleNamespace as V

import pytest

from planes.reglas import ventanas as reglas

ENERO, MARZO = V(abre=date(2026, 1, 1), cierra=date(2026, 1, 31)), V(abre=date(2026, 3, 1), cierra=date(2026, 3, 15))


@pytest.mark.parametrize(("ventanas", "dia", "dentro"), [
    ((), date(2026, 7, 1), True),
    ((ENERO,), date(2026, 1, 1), True), ((ENERO,), date(2026, 1, 31), True),
    ((ENERO,), date(2026, 2, 1), False), ((ENERO,), date(2025, 12, 31), False),
    ((ENERO, MARZO), date(2026, 3, 15), True), ((ENERO, MARZO), date(2026, 2, 15), False),
])  # fmt: skip
def test_basta_estar_en_una_y_sin_ventanas_siempre_se_esta(ventanas, dia, dentro):
    assert reglas.en_ventana(ventanas, dia) is dentro
    for clase, obligatorio in (("INSTITUCIONAL", True), ("ACCION_POLITICA", True), ("MEJORAMIENTO", False)):
        fuera_y_obligatorio = not dentro and obligatorio
        assert reglas.es_extemporaneo(ventanas, dia, clase=clase) is fuera_y_obligatorio
        problemas = reglas.problemas_de_ventana(ventanas, dia, clase=clase, amplian=["Ana"])
        assert bool(problemas) is (not dentro and not obligatorio)


def test_el_que_no_es_obligatorio_sabe_que_pedir_y_a_quien():
    def dice(dia):
        return str(reglas.problemas_de_ventana([ENERO, MARZO], dia, clase="MEJORAMIENTO", amplian=["Luis", "Ana"])[0])

    assert dice(date(2026, 2, 2)) == "Se envía desde el 01/03/2026, cuando abre su ventana de formulación."
    assert "cerró el 15/03/2026" in dice(date(2026, 4, 1))
    assert "Planeación (Ana, Luis)" in dice(date(2026, 4, 1))


@pytest.mark.parametrize(("abre", "cierra", "campos"), [
    (date(2025, 11, 1), date(2026, 1, 31), []),
    (date(2026, 2, 1), date(2026, 1, 31), ["cierra"]),
    (date(2024, 11, 1), date(2027, 1, 31), ["abre", "cierra"]),
])  # fmt: skip
def test_la_ventana_es_de_su_anio_o_del_anterior(abre, cierra, campos):
    assert [p.campo for p in reglas.problemas_de_fechas(abre=abre, cierra=cierra, anio=2026)] == campos


def test_se_amplia_hacia_adelante_y_con_motivo():
    cierra = date(2026, 1, 31)
    assert reglas.problemas_para_ampliar(cierra=cierra, nueva=date(2026, 2, 1), motivo="Paro") == []
    faltas = reglas.problemas_para_ampliar(cierra=cierra, nueva=cierra, motivo=" ")
    assert [p.campo for p in faltas] == ["cierra", "motivo"]
