"""Carreras de verdad al deshacer la apertura de una vigencia, con su control negativo: sin la guarda, falla."""

from functools import partial

import pytest

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado
from planes.acciones.planes import crear_plan
from planes.models import Plan
from politicas import acciones as politicas
from politicas.models import Vigencia
from seguimiento.acciones import aperturas
from tests import fabricas as f
from tests.concurrencia import a_la_vez

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
VUELTAS = 5


def _deshacer(vigencia: Vigencia):
    hace = {"motivo": "No era.", "por": f.persona("planeacion"), "ahora": f.AHORA}
    return partial(aperturas.deshacer, vigencia=vigencia, **hace)


def _abierta() -> Vigencia:
    vigencia = f.vigencia(2027)
    f.corte(1, "PROGRAMADO", de=vigencia)
    return vigencia


def _veces() -> int:
    return Suceso.objects.filter(verbo="deshacer").count()


def test_dos_la_deshacen_a_la_vez_y_a_la_segunda_se_le_dice():
    for vuelta in range(1, VUELTAS + 1):
        vigencia = _abierta()
        resultados = a_la_vez(_deshacer(vigencia), _deshacer(vigencia))

        assert {type(r) for r in resultados} == {type(None), EstadoCambiado}, resultados
        assert (_veces(), Vigencia.objects.filter(anio=2027).exists()) == (vuelta, False)


def test_control_sin_tomarla_la_segunda_no_se_entera(monkeypatch):
    vigencia = _abierta()
    monkeypatch.setattr(politicas, "tomar_vigencia", lambda pk: Vigencia.objects.get(pk=pk))
    resultados = a_la_vez(_deshacer(vigencia), _deshacer(vigencia))

    assert EstadoCambiado not in {type(r) for r in resultados}, resultados


def test_el_plan_que_se_crea_mientras_se_deshace_se_va_con_ella_o_no_nace():
    oficina, por = f.dependencia(), f.persona("planeacion")
    for _ in range(VUELTAS):
        vigencia, politica = _abierta(), f.politica()
        crear = partial(
            crear_plan,
            clase="ACCION_POLITICA",
            vigencia=vigencia,
            politica=politica,
            dependencia=oficina,
            por=por,
            ahora=f.AHORA,
        )
        deshecho, creado = a_la_vez(_deshacer(vigencia), crear)

        assert deshecho is None and isinstance(creado, Plan | EstadoCambiado), (deshecho, creado)
        assert not Plan.objects.exists() and not Vigencia.objects.filter(anio=2027).exists()
