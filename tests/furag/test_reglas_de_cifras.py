"""Un puntaje frente a su grupo y frente a los años anteriores: lo que se decide sin base de datos."""

from decimal import Decimal as D

import pytest

from furag.reglas.cifras import Medido, del_grupo, evolucion, miden_lo_mismo, promedio, quintil, rotura_dicha


@pytest.mark.parametrize(
    ("n", "esperados"),
    [(5, [5, 4, 3, 2, 1]), (6, [5, 5, 4, 3, 2, 1]), (10, [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]), (7, [5, 5, 4, 3, 3, 2, 1])],
)
def test_cada_quintil_es_la_quinta_parte_y_el_cinco_la_de_arriba(n, esperados):
    assert [quintil(posicion, n) for posicion in range(1, n + 1)] == esperados


def test_el_promedio_va_a_dos_decimales_con_la_mitad_hacia_arriba():
    assert promedio(D("100.03"), 2) == D("50.02")
    assert promedio(D("100.0299999999999"), 2) == D("50.02")  # como la suma SQLite
    assert promedio(D("0"), 3) == D("0.00")
    assert promedio(None, 0) is None


def grupo(n, **campos):
    base = {"suma": D(10 * n), "maximo": D(20), "minimo": D(1), "mejores": 1, "entidades": n, "solo_meci": 0}
    return del_grupo(n=n, **base | {"se_situa": True} | campos)


def test_con_menos_de_cinco_no_hay_posicion_ni_quintil():
    pocas, bastan = grupo(4), grupo(5)
    assert (pocas.posicion, pocas.quintil, pocas.son_pocas) == (None, None, True)
    assert (bastan.posicion, bastan.quintil, bastan.son_pocas) == (2, 4, False)
    assert pocas.promedio == D("10.00")


def test_a_quien_no_se_midio_no_se_le_da_posicion():
    assert grupo(9, se_situa=False).posicion is None


def test_lo_que_no_se_midio_y_las_meci_se_cuentan_aparte():
    assert (grupo(5, entidades=9, solo_meci=3).sin_medir, grupo(5, entidades=9, solo_meci=3).solo_meci) == (1, 3)


def serie(*de, **campos):
    """(año, puntaje)… con la serie metodológica que a cada año le toca."""
    return [Medido(a, "2018–2021" if a < 2022 else "2022–2025", "POL09", valor=v and D(v), **campos) for a, v in de]


def test_la_serie_se_parte_entre_2021_y_2022_y_nada_se_resta_a_traves_de_la_rotura():
    pasos = evolucion(serie((2020, "60"), (2021, "62.5"), (2022, "40"), (2023, "41.25")))
    assert [p.variacion for p in pasos] == [None, D("2.50"), None, D("1.25")]
    assert [p.quiebre for p in pasos] == [False, False, True, False]
    assert "cambió la metodología" in pasos[2].nota
    assert "Entre 2021 y 2022" in rotura_dicha(pasos)
    assert rotura_dicha(pasos[:2]) == ""


def test_un_hueco_no_se_une_ni_se_salta():
    pasos = evolucion(serie((2022, "40"), (2024, "50"), (2025, None)))
    assert [(p.medido.anio, p.medido.valor, p.variacion) for p in pasos] == [
        (2022, D(40), None), (2023, None, None), (2024, D(50), None), (2025, None, None)
    ]  # fmt: skip
    assert pasos[2].nota == "No se compara: no hay puntaje de 2023."
    assert [p.nota for p in (pasos[1], pasos[3])] == ["Sin resultados.", "No se midió."]


def test_la_rotura_se_dice_aunque_en_medio_haya_un_hueco():
    pasos = evolucion(serie((2021, "60"), (2023, "50")))
    assert pasos[2].quiebre
    assert "cambió la metodología" in pasos[2].nota


def test_sin_serie_metodologica_no_se_compara_con_ninguna():
    pasos = evolucion([Medido(2025, "2022–2025", "IDI", valor=D(50)), Medido(2026, "", "IDI", valor=D(60))])
    assert pasos[1].variacion is None
    assert "no se sabe con qué metodología se midió 2026" in pasos[1].nota


def test_el_codigo_que_pasa_a_medir_otra_cosa_no_se_compara():
    de = [Medido(a, "2022–2025", "POL15", t, D(50)) for a, t in ((2024, "Índice de Control Interno"), (2025, "Transp"))]
    assert "en 2024 era «Índice de Control Interno»" in evolucion(de)[1].nota
    dicho = serie((2024, "50"), (2025, "60"), comparable_desde=2025)
    assert evolucion(dicho)[1].nota == "No comparable: hasta 2024 medía otra cosa."


@pytest.mark.parametrize(
    ("uno", "otro", "mismo"),
    [
        ("Gestión para Resultados con Valores", "Gestión con valores para Resultados", True),
        ("Servicio a las Ciudadanías", "Servicio al Ciudadano", True),
        ("Gestión Presupuestal y Eficiencia del Gasto Público", "Gestión Presupuestal", True),
        ("Racionalización de Trámites", "Simplificación, Estandarización y Racionalización de Trámites", True),
        ("Gobierno Digital", "Seguridad Digital", False),
        ("Gestión Documental", "Gestión Presupuestal", False),
        ("Índice de Control Interno", "Transparencia y acceso a la información", False),
        ("", "Gobierno Digital", True),
    ],
)
def test_dos_titulos_nombran_el_mismo_indice(uno, otro, mismo):
    assert miden_lo_mismo(uno, otro) is mismo
