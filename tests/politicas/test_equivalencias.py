"""La línea de una política a través de las versiones del modelo. Sin base de datos."""

from dataclasses import dataclass, field

import pytest

from politicas.reglas import Par, linaje, linea, uno_a_uno


@dataclass(frozen=True)
class Version:
    pk: int

    def __str__(self):
        return f"MIPG v{self.pk}"


@dataclass(frozen=True)
class Dimension:
    nombre: str
    version: Version

    @property
    def version_id(self):
        return self.version.pk


@dataclass(frozen=True)
class Politica:
    pk: int
    nombre: str
    dimension: Dimension = field(default=None)


V6, V7, V8 = Version(6), Version(7), Version(8)
# 1→71→81 · 2 y 3 se funden en 72 · 4 se parte en 73 y 74 · 5 acaba · 75 es nueva.
PARES = [
    *(Par(1, 6, 71, 7), Par(71, 7, 81, 8), Par(2, 6, 72, 7), Par(3, 6, 72, 7)),
    *(Par(4, 6, 73, 7), Par(4, 6, 74, 7)),
]


def politica(pk: int, nombre: str = "", dimension: str = "D") -> Politica:
    version = {True: V6, pk > 70: V7, pk > 80: V8}[True]
    return Politica(pk, nombre or f"P{pk}", Dimension(dimension, version))


@pytest.mark.parametrize(
    ("clave", "esperado"),
    [(1, {1, 71, 81}), (71, {1, 71, 81}), (2, {2, 72}), (72, {2, 3, 72}), (4, {4, 73, 74}), (73, {4, 73}), (5, {5})],
)
def test_el_linaje_va_hacia_atras_y_hacia_adelante_pero_no_a_las_hermanas(clave, esperado):
    assert linaje(clave, PARES) == esperado


def test_un_ciclo_escrito_por_error_no_lo_cuelga():
    assert linaje(1, [Par(1, 6, 71, 7), Par(71, 7, 1, 6)]) == {1, 71}


def test_la_que_se_funde_o_se_parte_no_continua_la_serie_de_otra():
    assert [(p.de, p.a) for p in uno_a_uno(PARES)] == [(1, 71), (71, 81)]


def de(una: Politica, *otras: Politica, versiones=(V6, V7)):
    return linea(una, [una, *otras], PARES, versiones)


def test_cruza_por_la_misma_y_dice_que_cambio():
    hoy = politica(71, "Gestión Documental y de Archivos", "Memoria")
    antes = politica(1, "Gestión Documental", "Información")
    suya = de(hoy, antes)
    assert suya.claves == (1, 71)
    assert suya.nota == "En MIPG v6 se llamaba «Gestión Documental» y era de la dimensión «Información»."
    assert de(antes, hoy).nota == (
        "En MIPG v7 se llama «Gestión Documental y de Archivos» y es de la dimensión «Memoria»."
    )


def test_si_solo_cambia_una_cosa_o_ninguna_tambien_lo_dice():
    hoy = politica(71, "Integridad", "Fortalecimiento")
    assert de(hoy, politica(1, "INTEGRIDAD", "Valores")).nota == "En MIPG v6 era de la dimensión «Valores»."
    igual = de(hoy, politica(1, "Integridad", "Fortalecimiento")).nota
    assert igual == "En MIPG v6 se llamaba igual y era de la dimensión del mismo nombre."


def test_la_nueva_la_que_acaba_y_la_que_se_junta_lo_dicen_y_no_cruzan():
    assert de(politica(75)).dichos == {6: "Es nueva: no tiene equivalente en MIPG v6, y su serie empieza aquí."}
    assert de(politica(5)).dichos == {7: "No tiene equivalente en MIPG v7: su serie termina aquí."}
    fundida = de(politica(72), politica(2), politica(3))
    assert fundida.claves == (72,)
    assert fundida.nota == "En MIPG v6 era «P2» y «P3», junto con otras: no siguen su serie."
    assert de(politica(2), politica(72)).claves == (2,)


def test_cruza_tres_versiones():
    suya = de(politica(81), politica(1), politica(71), versiones=(V6, V7, V8))
    assert suya.claves == (1, 71, 81)
    assert len(suya.dichos) == 2


def test_con_una_sola_version_en_uso_no_hay_nada_que_decir():
    assert de(politica(1), versiones=(V6,)).dichos == {}
