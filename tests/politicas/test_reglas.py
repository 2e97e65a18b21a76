"""Decisiones puras del catálogo."""

from datetime import date
from types import SimpleNamespace

import pytest

from politicas.models import Vigencia
from politicas.reglas import (
    fases,
    problemas_para_abrir,
    problemas_para_cerrar,
    problemas_para_designar,
    problemas_para_terminar,
    responsables_y_enlaces,
    se_retira,
)

HOY = date(2026, 7, 6)


def fila(fuente=1, rol="LIDER", dependencia=1, instancia=None, orden=1, fase="", texto="x"):
    return SimpleNamespace(
        fuente_id=fuente,
        reparte=fuente == 1,
        de_hoy=lambda _: SimpleNamespace(pk=dependencia, nombre=f"D{dependencia}") if dependencia else None,
        rol=rol,
        dependencia_id=dependencia,
        instancia_id=instancia,
        orden=orden,
        fase=fase,
        texto=texto,
        responsable=f"D{dependencia}" if dependencia else f"I{instancia}",
        get_rol_display=lambda: rol.capitalize(),
    )


def enlace(dependencia=1, desde=date(2026, 1, 1), vinculada=True):
    return SimpleNamespace(
        dependencia_id=dependencia,
        dependencia=SimpleNamespace(nombre=f"D{dependencia}"),
        persona=SimpleNamespace(esta_vinculada=lambda hoy: vinculada),
        desde=desde,
    )


def abrir(**cambios):
    datos = {
        "anio": 2026,
        "abierta": False,
        "cerrada": False,
        "fecha_limite_institucionales": date(2026, 1, 31),
        "fecha_limite_politicas": date(2026, 2, 28),
        "dias_aviso": [15, 5, 1],
    } | cambios
    return [p.campo for p in problemas_para_abrir(**datos)]


def test_una_vigencia_en_regla_se_abre():
    assert abrir() == []


@pytest.mark.parametrize(
    ("cambio", "campo"),
    [
        ({"abierta": True}, "anio"),
        ({"abierta": True, "cerrada": True}, "anio"),
        ({"fecha_limite_institucionales": date(2025, 1, 31)}, "fecha_limite_institucionales"),
        ({"fecha_limite_politicas": date(2027, 2, 28)}, "fecha_limite_politicas"),
        ({"dias_aviso": [5, 0]}, "dias_aviso"),
        ({"dias_aviso": [5, 366]}, "dias_aviso"),
        ({"dias_aviso": ["5"]}, "dias_aviso"),
        ({"dias_aviso": [True]}, "dias_aviso"),
    ],
)
def test_no_se_abre_una_vigencia_repetida_ni_con_fechas_de_otro_anio(cambio, campo):
    assert abrir(**cambio) == [campo]


@pytest.mark.parametrize(("abierta", "cerrada", "hoy", "dice"), [
    (True, False, date(2026, 12, 30), ""),
    (True, False, date(2027, 1, 20), ""),
    (True, False, date(2026, 12, 29), "termina el 30/12/2026"),
    (False, False, date(2027, 1, 20), "no se ha abierto"),
    (True, True, date(2027, 1, 20), "ya se cerró"),
])  # fmt: skip
def test_solo_se_cierra_una_vigencia_abierta_y_que_termino(abierta, cerrada, hoy, dice):
    termina = date(2026, 12, 30)
    problemas = problemas_para_cerrar(anio=2026, abierta=abierta, cerrada=cerrada, termina=termina, hoy=hoy)
    assert ([dice in str(p) for p in problemas] == [True]) if dice else problemas == []


def designar(**cambios):
    datos = {
        "persona": 1,
        "desde": HOY,
        "activa": True,
        "vinculo_hasta": None,
        "audita": False,
        "puede": True,
        "hoy": HOY,
        "primero": date(2026, 1, 1),
        "anteriores": (),
    } | cambios
    return [p.campo for p in problemas_para_designar(**datos)]


@pytest.mark.parametrize(
    "cambio",
    [
        {},
        {"vinculo_hasta": HOY},
        {"anteriores": [(2, date(2026, 1, 1), None)]},
        {"anteriores": [(1, date(2026, 1, 1), date(2026, 7, 5))]},
        # Mientras llega el que todavía no empieza.
        {"anteriores": [(2, date(2026, 8, 1), None)]},
        {"desde": date(2026, 1, 1)},
        {"desde": date(2026, 10, 4)},
    ],
)
def test_se_designa_a_quien_puede_serlo(cambio):
    assert designar(**cambio) == []


@pytest.mark.parametrize(
    ("cambio", "campo"),
    [
        ({"activa": False}, "persona"),
        ({"vinculo_hasta": date(2026, 7, 5)}, "persona"),
        ({"audita": True}, "persona"),
        ({"anteriores": [(1, date(2026, 1, 1), None)]}, "persona"),
        ({"anteriores": [(1, date(2026, 1, 1), HOY)]}, "persona"),
        ({"anteriores": [(2, HOY, None)]}, "desde"),
        ({"anteriores": [(2, HOY, None)], "desde": date(2026, 7, 1)}, "desde"),
        ({"anteriores": [(2, date(2026, 8, 1), None)], "desde": date(2026, 8, 1)}, "desde"),
        ({"desde": date(2072, 2, 4)}, "desde"),
        ({"desde": date(2026, 10, 5)}, "desde"),
        ({"desde": date(2025, 12, 31)}, "desde"),
    ],
)
def test_no_se_designa_a_quien_no_puede_serlo(cambio, campo):
    assert designar(**cambio) == [campo]


@pytest.mark.parametrize(
    ("desde", "hasta", "ultimo", "dice"),
    [
        (date(2026, 2, 1), None, date(2026, 7, 5), None),
        (date(2026, 2, 1), date(2026, 12, 31), HOY, None),
        (date(2026, 8, 1), None, date(2026, 8, 1), None),
        (date(2026, 2, 1), None, date(2026, 7, 4), "El último día va"),
        (date(2026, 2, 1), None, date(2027, 1, 1), "El último día va"),
        (date(2026, 2, 1), HOY, HOY, "Ya termina"),
        (date(2026, 8, 1), None, HOY, "retírelo"),
    ],
)
def test_un_enlace_termina_desde_hoy_y_no_se_alarga(desde, hasta, ultimo, dice):
    datos = {"desde": desde, "hasta": hasta, "ultimo": ultimo, "hoy": HOY, "tope": date(2026, 12, 31)}
    problemas = [str(problema) for problema in problemas_para_terminar(puede=True, **datos)]
    assert [dice in problema for problema in problemas] == [True] * bool(dice)
    assert problemas_para_terminar(puede=False, **datos)


def test_se_retira_lo_que_no_ha_empezado_o_se_designo_hoy():
    ayer = date(2026, 7, 5)
    assert se_retira(desde=HOY, designado=ayer, hoy=HOY) and se_retira(desde=ayer, designado=HOY, hoy=HOY)
    assert not se_retira(desde=ayer, designado=ayer, hoy=HOY) and not se_retira(desde=ayer, designado=None, hoy=HOY)


def test_las_filas_que_nombran_igual_su_fase_son_una_compartida():
    filas = [
        fila(rol="FASE", dependencia=1, orden=4, fase="c", texto="tres"),
        fila(rol="FASE", dependencia=2, orden=5, fase="b", texto="dos"),
        fila(rol="FASE", dependencia=1, orden=1, fase="a", texto="uno"),
        fila(rol="FASE", dependencia=3, orden=2, fase="B.", texto="otro"),
        fila(rol="LIDER", orden=5),
    ]
    assert [(f.numero, f.nombre, f.responsables) for f in fases(filas)] == [
        (1, "a", ("D1",)),
        (2, "B.", ("D3", "D2")),
        (3, "c", ("D1",)),
    ]


def test_hay_una_fila_por_responsable_y_otra_por_cada_dependencia_con_enlace():
    filas = responsables_y_enlaces(
        [
            fila(),
            fila(2),
            fila(2, rol="COLIDER", dependencia=2),
            fila(rol="COLIDER", dependencia=3),
            fila(rol="APOYO", dependencia=4),
            fila(rol="OPERATIVIZA", dependencia=None),
        ],
        [enlace(1), enlace(9)],
        HOY,
    )
    assert [(f.nombre, f.papeles, len(f.enlaces), f.falta) for f in filas] == [
        ("D1", ["Lider"], 1, False),
        ("D2", ["Colider"], 0, False),
        ("D3", ["Colider"], 0, True),
        ("D4", ["Apoyo"], 0, False),
        ("D9", [], 1, False),
    ]


def test_un_enlace_que_aun_no_empieza_no_llena_el_vacio():
    (sola,) = responsables_y_enlaces([fila()], [enlace(1, date(2026, 8, 1))], HOY)
    assert sola.falta and sola.enlaces


def test_un_enlace_que_se_fue_de_la_entidad_no_llena_el_vacio():
    (sola,) = responsables_y_enlaces([fila()], [enlace(1, vinculada=False)], HOY)
    assert sola.falta and sola.enlaces


def test_a_una_instancia_le_basta_el_enlace_de_quien_ejecuta_por_ella():
    comite = fila(dependencia=None, instancia=7)
    assert [f.falta for f in responsables_y_enlaces([comite], [], HOY)] == [True]
    assert [f.falta for f in responsables_y_enlaces([comite], [enlace(3)], HOY)] == [False, False]


@pytest.mark.parametrize(
    ("hoy", "cerrado", "intocable"),
    [(date(2026, 4, 10), 0, 0), (date(2026, 4, 11), 0, 1), (date(2026, 6, 30), 0, 1), (date(2026, 4, 10), 2, 2)],
)
def test_un_trimestre_es_intocable_al_otro_dia_de_su_fecha_de_corte(hoy, cerrado, intocable):
    vigencia = Vigencia(anio=2026, corte_t1=date(2026, 4, 10), trimestre_cerrado=cerrado)
    assert vigencia.trimestre_intocable(hoy) == intocable
