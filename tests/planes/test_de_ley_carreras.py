"""Carreras sobre lo que se debe por ley, cada una con su control negativo: sin la guarda, falla."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError

from mipg.bitacora.models import Suceso
from mipg.reglas import EstadoCambiado
from planes.acciones import informes_de_ley, vencimientos
from planes.models import InformeDeLey, Vencimiento
from tests import fabricas as f
from tests.concurrencia import a_la_vez, tomar_sin_guarda
from tests.planes import ley

pytestmark = [pytest.mark.concurrencia, pytest.mark.django_db(transaction=True)]
AHORA = ley.AHORA


def _informe():
    planea, propia = f.persona("planeacion"), f.dependencia()
    return planea, f.persona("jefe", propia), ley.informe(planea, propia, periodicidad="ANUAL")


def _presentar(vencimiento, por, radicado):
    datos = ley.SALIDA | {"radicado": radicado, "version": 0}
    return partial(vencimientos.presentar, vencimiento=vencimiento, por=por, ahora=AHORA, **datos)


def _presentado(vencimiento) -> int:
    return Suceso.objects.de(vencimiento).filter(verbo="presentar").count()


def test_dos_que_lo_presentan_a_la_vez_dejan_un_radicado():
    planea, jefe, informe = _informe()
    suyo = informe.vencimientos.get()
    resultados = a_la_vez(_presentar(suyo, jefe, "A"), _presentar(suyo, planea, "B"))
    (gano,) = (r for r in resultados if isinstance(r, Vencimiento))
    assert any(isinstance(r, EstadoCambiado) for r in resultados), resultados
    suyo.refresh_from_db()
    assert suyo.radicado_salida == gano.radicado_salida and _presentado(suyo) == 1


def test_control_sin_tomar_lo_leido_se_presenta_dos_veces(monkeypatch):
    monkeypatch.setattr(vencimientos, "tomar", tomar_sin_guarda)
    monkeypatch.setattr(vencimientos, "_tomar", lambda leido, *a, **k: leido)
    planea, jefe, informe = _informe()
    suyo = informe.vencimientos.get()
    a_la_vez(_presentar(suyo, jefe, "A"), _presentar(suyo, planea, "B"))
    assert _presentado(suyo) == 2


def _copiar(vigencia, por):
    return partial(informes_de_ley.copiar_calendario, vigencia=vigencia, por=por, ahora=AHORA)


def test_dos_copias_a_la_vez_dejan_un_calendario():
    planea, _, _ = _informe()
    siguiente = f.vigencia(2027)
    copias = a_la_vez(_copiar(siguiente, planea), _copiar(siguiente, planea))
    assert sorted(len(copia.copiados) for copia in copias) == [0, 1]
    assert InformeDeLey.objects.filter(vigencia=siguiente).count() == 1


def test_control_sin_mirar_lo_que_ya_esta_una_copia_revienta(monkeypatch):
    monkeypatch.setattr(informes_de_ley, "normalizar", lambda _: uuid4().hex)
    planea, _, _ = _informe()
    siguiente = f.vigencia(2027)
    copias = a_la_vez(_copiar(siguiente, planea), _copiar(siguiente, planea))
    assert sum(isinstance(copia, IntegrityError) for copia in copias) == 1
