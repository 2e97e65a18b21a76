"""Los hechos de un reporte: consulta e instancia dicen lo mismo, y los esperados se reparten sin sobrar ninguno."""

from itertools import product
from types import SimpleNamespace

import pytest

from mipg.hechos import Hecho
from seguimiento.models import Avance
from seguimiento.reglas import hechos
from tests import fabricas as f

HECHOS = {nombre: hecho for nombre, hecho in vars(hechos).items() if isinstance(hecho, Hecho)}
HECHOS |= hechos.REPARTO_DE_ESPERADOS


def _avances() -> list[Avance]:
    corte, plan = f.corte(), f.plan("APROBADO")
    for estado, esperado, sin_aval, misma in product(
        Avance.Estado.values, (True, False), ("", "Lo dijo."), (True, False)
    ):
        if sin_aval and estado not in ("ENVIADO", "AVALADO", "ACEPTADO"):
            continue
        cantidad = None if estado in ("PENDIENTE", "BORRADOR") else 1
        f.avance(
            f.actividad(plan), corte, estado, cantidad, esperado=esperado, sin_aval=sin_aval, misma_dependencia=misma
        )
    return list(Avance.objects.all())


@pytest.mark.django_db
def test_la_consulta_la_columna_y_la_instancia_dicen_lo_mismo():
    todos = _avances()
    for nombre, hecho in HECHOS.items():
        de_la_instancia = {a.pk for a in todos if hecho(a)}
        assert 0 < len(de_la_instancia) < len(todos), f"{nombre}: no separa nada"
        assert set(Avance.objects.filter(hecho.q).values_list("pk", flat=True)) == de_la_instancia, nombre
        con_columna = Avance.objects.annotate(cierto=hecho.columna).filter(cierto=True)
        assert set(con_columna.values_list("pk", flat=True)) == de_la_instancia, nombre


@pytest.mark.parametrize(("estado", "esperado"), list(product(Avance.Estado.values, (True, False))))
def test_cada_esperado_cae_en_una_sola_cuenta_y_lo_demas_en_ninguna(estado, esperado):
    avance = SimpleNamespace(estado=estado, esperado=esperado, sin_aval="", misma_dependencia=False)
    assert sum(hecho(avance) for hecho in hechos.REPARTO_DE_ESPERADOS.values()) == esperado


@pytest.mark.parametrize(
    ("estado", "esperado", "abierto", "cerrado"),
    [
        ("PENDIENTE", True, "Falta por reportar", "No reportó"),
        ("BORRADOR", True, "Falta por reportar", "No reportó"),
        ("PENDIENTE", False, "", ""),
        ("DEVUELTO", True, "Devuelto", "Devuelto sin corregir"),
        ("ENVIADO", True, "Por aceptar", "Por aceptar"),
        ("AVALADO", False, "Por aceptar", "Por aceptar"),
        ("ACEPTADO", True, "", ""),
    ],
)
def test_no_reporto_solo_se_dice_cuando_ya_no_se_puede(estado, esperado, abierto, cerrado):
    avance = SimpleNamespace(estado=estado, esperado=esperado)
    assert hechos.por_que_no_cuenta(avance, cerrado=False) == abierto
    assert hechos.por_que_no_cuenta(avance, cerrado=True) == cerrado
