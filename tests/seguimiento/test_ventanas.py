"""Los bordes de la captura: el primer día, el último y el siguiente, con ampliación, con plazo propio y sin ellos."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from mipg.fechas import BOGOTA, en_bogota
from mipg.usuarios.reglas import Papel, Perfil
from seguimiento.models import Avance, Corte
from seguimiento.reglas import avances as reglas

ABRE, CIERRA, AMPLIADO = date(2026, 7, 1), date(2026, 7, 15), date(2026, 7, 20)
CORTE = Corte(estado=Corte.Estado.ABIERTO, abre=ABRE, cierra=CIERRA, fecha_corte=date(2026, 6, 30), trimestre=2)
DIAS = [
    (date(2026, 6, 30), None, False),
    (ABRE, None, True),
    (CIERRA, None, True),
    (date(2026, 7, 16), None, False),
    (date(2026, 7, 16), AMPLIADO, True),
    (AMPLIADO, AMPLIADO, True),
    (date(2026, 7, 21), AMPLIADO, False),
    # Una ampliación más corta que la captura no la recorta.
    (CIERRA, date(2026, 7, 10), True),
]


@pytest.mark.parametrize(("hoy", "ampliacion", "cabe"), DIAS)
def test_la_captura_incluye_sus_dos_extremos(hoy, ampliacion, cabe):
    assert CORTE.captura_en(hoy, ampliacion) is cabe


@pytest.mark.parametrize(("hoy", "ampliacion", "cabe"), DIAS)
def test_escribir_y_adelantar_caben_los_mismos_dias(monkeypatch, hoy, ampliacion, cabe):
    monkeypatch.setattr(Corte, "__str__", lambda corte: "T2")
    plan = SimpleNamespace(esta_aprobado=True, vigencia_id=None, dependencia_id=1)
    actividad = SimpleNamespace(dependencia_id=1, enlace_id=None, retirada_en=None, plan=plan)
    avance = SimpleNamespace(actividad=actividad, corte=CORTE, es_editable=True, vence=Avance(corte=CORTE).vence)
    enlace = Perfil(1, hoy, (Papel("enlace", 1),))

    monkeypatch.setattr(Corte, "vigencia", None)
    escribir = reglas.problemas_para_escribir(avance, enlace, hoy=hoy, ampliacion=ampliacion)
    adelantar = reglas.problemas_para_adelantar(actividad, CORTE, enlace, hoy=hoy, ampliacion=ampliacion)
    assert (not escribir, not adelantar) == (cabe, cabe)


@pytest.mark.parametrize(
    ("instante", "cabe"),
    [
        (datetime(2028, 2, 29, 23, 59, 59, tzinfo=BOGOTA), True),
        (datetime(2028, 3, 1, 0, 0, 1, tzinfo=BOGOTA), False),
        (datetime(2028, 2, 29, 0, 0, 0, tzinfo=UTC), True),
        (datetime(2028, 1, 3, 4, 59, 59, tzinfo=UTC), False),
    ],
)
def test_la_captura_que_cierra_un_29_de_febrero_dura_todo_ese_dia_en_bogota(instante, cabe):
    corte = Corte(estado=Corte.Estado.ABIERTO, abre=date(2028, 1, 3), cierra=date(2028, 2, 29))
    assert corte.captura_en(en_bogota(instante)) is cabe


@pytest.mark.parametrize("estado", [Corte.Estado.PROGRAMADO, Corte.Estado.CERRADO])
def test_un_corte_que_no_esta_abierto_no_se_captura_ni_en_su_ventana(estado):
    assert not Corte(estado=estado, abre=ABRE, cierra=CIERRA).captura_en(CIERRA, AMPLIADO)


@pytest.mark.parametrize(
    ("plazo", "ampliacion", "vence"),
    [
        (None, None, CIERRA),
        (None, AMPLIADO, AMPLIADO),
        (AMPLIADO, None, AMPLIADO),
        (date(2026, 7, 22), AMPLIADO, date(2026, 7, 22)),
        (date(2026, 7, 10), date(2026, 7, 10), CIERRA),
    ],
)
def test_vence_el_mayor_de_los_plazos(plazo, ampliacion, vence):
    assert Avance(corte=CORTE, plazo=plazo).vence(ampliacion) == vence
