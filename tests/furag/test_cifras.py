"""Las cifras del grupo par, contra una tabla hecha a mano: empates, vacíos, ceros de verdad y filas MECI."""

from decimal import Decimal as D

import pytest

from furag import cifras
from tests.furag import fabricas

pytestmark = pytest.mark.django_db

# Nueve entidades del grupo: dos sólo responden el MECI, una de las otras no reportó I02 y otra nada. GRUPO 20 no es
# GRUPO 2, y la que no dice grupo no es de ninguno.
FILAS = {
    #                  IDI      POL19           I01           I02 (sólo cuatro la tienen)
    "NUESTRA": {"IDI": 63.41, "POL19": 70.10, "I01": 0, "I02": None},
    "A": {"IDI": 63.41, "POL19": 50, "I01": 0, "I02": 10},
    "B": {"IDI": 90.5, "POL19": 70.10, "I01": 12.5, "I02": 20.01},
    "C": {"IDI": 0, "POL19": 0, "I01": 100, "I02": 20.02},
    "D": {"IDI": 40, "POL19": 88.88, "I01": 100, "I02": 0},
    "E": {"IDI": 80, "POL19": 10, "I01": 55.55, "I02": None},
    "NADA": {"IDI": None, "POL19": None, "I01": None, "I02": None},
    "CONCEJO": {"IDI": None, "POL19": 99, "I01": None, "I02": None, "tipo": " meci "},
    "PERSONERÍA": {"IDI": None, "POL19": None, "I01": None, "I02": None, "tipo": "MECI"},
    "DE OTRO GRUPO": {"IDI": 100, "POL19": 100, "I01": 100, "I02": 100, "grupo": "ALCALDÍA GRUPO 20"},
    "SIN GRUPO": {"IDI": 100, "POL19": 100, "I01": 100, "I02": 100, "grupo": ""},
    "NO ES SÓLO MECI": {"IDI": 10, "POL19": 20, "I01": 30, "I02": None, "tipo": "MIPG - MECI"},
}
#         n  promedio    máximo     mínimo  posición quintil sin medir  MECI
A_MANO = {
    # 63,41+63,41+90,5+0+40+80+10 = 347,32 / 7 = 49,617…
    "IDI": (7, "49.62", "90.5", "0", 3, 4, 1, 2),
    # 70,10+50+70,10+0+88,88+10+20 = 309,08 / 7 = 44,154…; el 99 del concejo no entra.
    "POL19": (7, "44.15", "88.88", "0", 2, 5, 1, 2),
    # 0+0+12,5+100+100+55,55+30 = 298,05 / 7 = 42,578…; su cero es el último, empatado.
    "I01": (7, "42.58", "100", "0", 6, 2, 1, 2),
    # 10+20,01+20,02+0 = 50,03 / 4 = 12,5075: la mitad, hacia arriba. Ni posición ni quintil.
    "I02": (4, "12.51", "20.02", "0", None, None, 4, 2),
}


def como_a_mano(grupo):
    promedio, maximo, minimo = (v if v is None else D(v) for v in (grupo.promedio, grupo.maximo, grupo.minimo))
    return (grupo.n, promedio, maximo, minimo, grupo.posicion, grupo.quintil, grupo.sin_medir, grupo.solo_meci)


def esperado(codigo):
    n, promedio, maximo, minimo, *resto = A_MANO[codigo]
    return (n, D(promedio), D(maximo), D(minimo), *resto)


def test_las_cifras_del_grupo_son_las_de_la_tabla_hecha_a_mano():
    carga = fabricas.carga(FILAS, propia="NUESTRA")
    leidos = cifras.resultados([carga])[carga.pk]
    assert {codigo: como_a_mano(uno.grupo) for codigo, uno in leidos.items()} == {c: esperado(c) for c in A_MANO}
    idi = leidos["IDI"]
    assert (idi.valor, idi.brecha, idi.distancia) == (D("63.41"), D("13.79"), D("27.09"))
    assert (leidos["I01"].valor, leidos["I02"].valor, leidos["I02"].distancia) == (D(0), None, None)


def test_cada_posicion_cuenta_cuantas_superan():
    """Todas las filas del grupo, una por una, contra ordenarlas a mano."""
    suyos = sorted((f["IDI"] for f in FILAS.values() if f["IDI"] is not None and "grupo" not in f), reverse=True)
    carga = fabricas.carga(FILAS, propia="NUESTRA")
    for entidad in carga.filas.filter(grupo=carga.propia.grupo, puntajes__columna__codigo="IDI"):
        carga.propia = entidad
        leido = cifras.resultados([carga], ["IDI"])[carga.pk]["IDI"]
        assert leido.grupo.posicion == 1 + suyos.index(float(leido.valor))


def test_quien_no_dice_su_grupo_no_se_compara_con_nadie():
    carga = fabricas.carga(FILAS, propia="SIN GRUPO")
    leido = cifras.resultados([carga], ["IDI"])[carga.pk]["IDI"]
    assert (leido.valor, leido.grupo.n, leido.grupo.posicion, leido.brecha) == (D(100), 0, None, None)


def test_dos_anios_a_la_vez_no_se_mezclan(django_assert_num_queries):
    ahora = fabricas.carga(FILAS, propia="NUESTRA")
    antes = fabricas.carga(
        {n: {"IDI": v} for n, v in zip("ABCDEF", (1, 2, 3, 4, 5, 6), strict=True)}, de=fabricas.medicion(2024)
    )
    with django_assert_num_queries(3):
        leidos = cifras.resultados([ahora, antes], ["IDI"])
    assert como_a_mano(leidos[ahora.pk]["IDI"].grupo) == esperado("IDI")
    assert como_a_mano(leidos[antes.pk]["IDI"].grupo) == (6, D("3.50"), D(6), D(1), 6, 1, 0, 0)
