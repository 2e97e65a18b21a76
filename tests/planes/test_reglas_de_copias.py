"""Qué se copiaría del plan del año pasado, sin base de datos."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from mipg.fechas import otro_anio
from planes.reglas.copias import SIMPLES, Destino, lineas

HACIENDA, SUPRIMIDA, SUCESORA, SIN_NADIE = range(1, 5)
NOMBRES = {HACIENDA: "Hacienda", SUPRIMIDA: "Tránsito", SUCESORA: "Movilidad", SIN_NADIE: "Turismo"}
HOY_RESPONDE = {HACIENDA: HACIENDA, SUPRIMIDA: SUCESORA, SUCESORA: SUCESORA}


class Varias(list):
    """Lo que se mira de una relación de muchas."""

    def __init__(self, *claves):
        super().__init__(SimpleNamespace(pk=clave) for clave in claves)

    def all(self):
        return self


def actividad(pk=1, **campos):
    """Una actividad de origen con todo lo que se copia."""
    base = dict.fromkeys(SIMPLES, "") | {
        "numero": str(pk), "nombre": f"Publicar {pk}", "meta": Decimal(4), "presupuesto": None,
        "fecha_inicio": date(2025, 2, 1), "fecha_fin": date(2025, 11, 30), "dependencia_id": HACIENDA,
        "enlace_id": 9, "enlace": "Ana", "apoyos": Varias(), "indices": Varias(),
    }  # fmt: skip
    return SimpleNamespace(pk=pk, **(base | campos))


def destino(**campos) -> Destino:
    """Un plan vacío del año siguiente."""
    base = {
        "anios": 1, "hoy_responde": HOY_RESPONDE, "reportan": {(9, HACIENDA)}, "copiadas": {}, "nombres": set(),
        "numeros": set(), "indices": {5}, "dependencias": NOMBRES,
    }  # fmt: skip
    return Destino(**(base | campos))


def test_lo_corriente_se_copia_con_sus_fechas_un_anio_despues():
    (linea,) = lineas([actividad()], destino())
    assert (linea.valores["fecha_inicio"], linea.valores["fecha_fin"]) == (date(2026, 2, 1), date(2026, 11, 30))
    assert (linea.valores["meta"], linea.valores["dependencia_id"], linea.valores["enlace_id"]) == (4, HACIENDA, 9)
    assert linea.corrido == ("Inicio: 01/02/2025 → 01/02/2026", "Fin: 30/11/2025 → 30/11/2026")
    assert (linea.perdido, linea.impide, linea.copiada) == ((), "", "")


def test_la_suprimida_pasa_a_quien_la_sucede_y_el_enlace_que_no_reporta_se_suelta():
    una = actividad(dependencia_id=SUPRIMIDA, apoyos=Varias(SUPRIMIDA, HACIENDA, SIN_NADIE), indices=Varias(5, 6))
    (linea,) = lineas([una], destino())
    assert (linea.valores["dependencia_id"], linea.valores["enlace_id"]) == (SUCESORA, None)
    assert linea.listas == {"apoyos": [HACIENDA], "indices": [5]}
    assert "Responsable: Tránsito → Movilidad, que la sucedió" in linea.corrido
    assert linea.perdido == (
        "Apoyo: Turismo ya no existe y nadie la sucede",
        "Enlace: Ana ya no reporta por su dependencia",
        "Índices FURAG: son de otra política",
    )


def test_sin_quien_la_suceda_queda_sin_responsable_y_el_presupuesto_es_de_cada_anio():
    (linea,) = lineas([actividad(dependencia_id=SIN_NADIE, enlace_id=None, presupuesto=Decimal(5))], destino())
    assert linea.valores["dependencia_id"] is None
    assert "presupuesto" not in linea.valores
    assert linea.perdido == (
        "Responsable: Turismo ya no existe y nadie la sucede", "Presupuesto: se apropia cada año",
    )  # fmt: skip


def test_la_que_ya_esta_no_se_copia_otra_vez_y_el_numero_ocupado_cambia():
    copiada, repetida, nueva = lineas(
        [actividad(1), actividad(2), actividad(3)],
        destino(copiadas={1: "7"}, nombres={"publicar 1", "publicar 2"}, numeros={"7", "3"}),
    )
    assert (copiada.copiada, copiada.impide) == ("7", "")
    assert repetida.impide == "El plan ya tiene una actividad con ese nombre."
    assert nueva.valores["numero"] == "1"
    assert "Número: 3 → 1" in nueva.corrido


@pytest.mark.parametrize(
    ("dia", "queda"), [(date(2024, 2, 29), date(2025, 2, 28)), (date(2025, 3, 1), date(2026, 3, 1)), (None, None)]
)
def test_el_mismo_dia_del_anio_siguiente(dia, queda):
    assert otro_anio(dia, 1) == queda


def test_la_constante_que_cambio_de_meta_a_mitad_de_anio_se_copia_con_la_ultima_y_se_dice():
    programado = {f"programado_t{t}": p and Decimal(p) for t, p in enumerate((5, None, 8, 8), start=1)}
    (linea,) = lineas([actividad(tipo_meta="CONSTANTE", meta=Decimal(8), **programado)], destino())
    assert [linea.valores[f"programado_t{t}"] for t in (1, 2, 3, 4)] == [Decimal(8), None, Decimal(8), Decimal(8)]
    assert "T1: 5 → 8, la última meta de la constante" in linea.corrido
