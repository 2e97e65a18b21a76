"""La foto de una cifra: con sus tipos al leerla y, en JSON, lo mismo que se guardó."""

from decimal import Decimal

import pytest

from seguimiento import cifras
from seguimiento.models import Cifra
from seguimiento.reglas.fotos import FotoDeConjunto
from tests.seguimiento import escenario as e

pytestmark = pytest.mark.django_db


def test_lo_leido_se_vuelve_a_escribir_igual_que_lo_guardado(quien):
    ejemplo = e.ejemplo(quien)
    guardadas = list(Cifra.objects.all())
    assert {c.ambito for c in guardadas} == set(Cifra.Ambito.values)
    assert [c.detalle.a_json() for c in guardadas] == [c.foto for c in guardadas]
    assert cifras.huella(ejemplo.t2) == ejemplo.t2.sha256


def test_la_foto_de_una_actividad_trae_numeros_y_fechas(quien):
    e.ejemplo(quien)
    foto = Cifra.objects.get(foto__cantidad="80", ambito=Cifra.Ambito.ACTIVIDAD).detalle
    assert (foto.ejecutado[:2], foto.reporte.cantidad) == ((Decimal(100), Decimal(80)), Decimal(80))
    assert foto.fecha_fin.year == 2026 and foto.reporte.soportes[0]["titulo"] == "Acta"


def test_sin_plan_no_hay_foto_y_no_hay_nada_que_contar():
    assert FotoDeConjunto.de_json({}) == FotoDeConjunto() and FotoDeConjunto().a_json() == {}
