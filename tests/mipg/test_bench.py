"""El banco de medidas siembra lo que dejarían las acciones, abre todas sus páginas y señala lo que pasa de su meta."""

from decimal import Decimal

import pytest
from django.test.utils import override_settings
from django.utils import timezone

from mipg.portal.bench import medida as de_medida
from mipg.portal.bench.escenarios import Tamano
from mipg.portal.bench.ingreso import Meta, p95
from mipg.portal.bench.paginas import ADMIN, PAGINAS
from mipg.portal.bench.tabla import Medida
from planes.acciones.planes import tomar_foto
from planes.models import VersionPlan
from planes.reglas import huella
from politicas.models import Vigencia
from seguimiento import cifras
from seguimiento.models import Cifra, Corte
from tests.mundos import apartado

CAMPOS = [c.attname for c in Cifra._meta.concrete_fields if not c.primary_key]


@pytest.fixture(scope="module")
def _escenario(django_db_setup, django_db_blocker):
    with apartado(django_db_blocker):
        yield de_medida.sembrar(Tamano("historia", 38, historia=3), timezone.now())


@pytest.fixture
def escenario(db, _escenario):
    """El mismo para todas: el banco sólo lee."""
    return _escenario


def _valor(cifra: Cifra, campo: str):
    valor = getattr(cifra, campo)
    return valor.normalize() if isinstance(valor, Decimal) else valor


def _filas(suyas) -> list[dict]:
    filas = [{campo: _valor(cifra, campo) for campo in CAMPOS} for cifra in suyas]
    return sorted(filas, key=lambda fila: (fila["ambito"], fila["clave"]))


def test_la_historia_copiada_es_la_que_habrian_escrito_las_acciones(escenario):
    pasadas = list(Vigencia.objects.exclude(pk=escenario.abierto.vigencia_id))
    assert len(pasadas) == 3
    for vigencia in pasadas:
        cortes = list(Corte.objects.de_vigencia(vigencia))
        assert [c.fecha_corte.year for c in cortes] == [vigencia.anio] * 4
        for corte in cortes:
            assert corte.sha256 == cifras.huella(corte)
            assert corte.avances.filter(estado="ACEPTADO", actividad__plan__vigencia=vigencia).count() == 38
            vueltas_a_calcular = cifras.calcular(corte, hoy=corte.fecha_corte, definitivas=True)
            assert _filas(vueltas_a_calcular) == _filas(corte.cifras.all())
    for version in VersionPlan.objects.all():
        assert version.foto == tomar_foto(version.plan)
        assert version.sha256 == huella(version.foto)


@pytest.mark.una_base
def test_todas_las_paginas_del_banco_abren_y_tienen_suelo(escenario):
    cronometro = de_medida.Cronometro(escenario)
    with override_settings(ROOT_URLCONF=de_medida.__name__):
        for pagina in PAGINAS:
            hechas = cronometro.consultas(pagina)
            assert 0 < hechas <= (pagina.consultas or hechas), (pagina.nombre, hechas)
            assert cronometro.ms(pagina) > 0 < cronometro.suelo(pagina), pagina.nombre


@pytest.mark.una_base
def test_el_suelo_repite_la_suma_de_la_medida(escenario):
    cronometro = de_medida.Cronometro(escenario)
    tablero = next(pagina for pagina in PAGINAS if pagina.nombre == "Tablero (abierto)")
    with override_settings(ROOT_URLCONF=de_medida.__name__):
        cronometro.consultas(tablero)
        suelo = cronometro._capturar(tablero.persona, de_medida.URL_DEL_SUELO)
    assert any("medida GROUP BY" in sql for sql in suelo)


def test_se_senala_lo_que_pasa_de_su_meta():
    ms = {"suelo": [10, 10, 10], "base": [31, 20, 31], "historia": [46], "grande": [77]}
    pagina = Medida("Tablero", 17, ms, admin=15.0)
    assert pagina.pasadas == ["suelo", "admin"]
    assert pagina.fila() == "| Tablero | 17 | 10,0 | 31,0 | 31,0 | 3,1 ✗ | 2,1 ✗ | 46,0 | 1,5 | 77,0 | 2,5 |"
    assert Medida("Buscar", 9, ms, admin=15.0).pasadas == ["suelo", "admin", "grande"]
    assert Medida(ADMIN, 9, ms, admin=15.0).pasadas == []


def test_la_puerta_tambien_senala_lo_que_pasa_de_su_meta():
    assert Meta("Entrar", 2, 1.996, " s").fila() == "| Entrar | ≤ 2 s | 2 s |"
    assert Meta("Entrar", 2, 2.5, " s").fila() == "| Entrar | ≤ 2 s | 2,5 s ✗ |"
    assert p95([float(n) for n in range(1, 101)]) == 95
