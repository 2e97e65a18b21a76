"""Las consultas que se arman una vez dicen lo mismo que el ORM, leen siempre lo que hay y no confunden argumentos."""

import pytest
from django.db.models import QuerySet

from mipg.consultas import armada_una_vez
from mipg.usuarios.models import Dependencia
from tests import fabricas

ARMADAS = []


@armada_una_vez
def vigentes(nota: str, claves: tuple = (1, 2, 3, 4, 5)) -> QuerySet[Dependencia]:
    ARMADAS.append(nota)
    return Dependencia.objects.filter(nota=nota, pk__in=claves).only("nombre", "vigente_hasta")


@pytest.fixture
def oficinas(db):
    ARMADAS.clear()
    for clave, (nombre, nota) in enumerate((("zona", "a"), ("Área", "a"), ("100 % Banco", "100 %")), start=1):
        fabricas.dependencia(nombre, pk=clave, nota=nota, vigente_hasta=fabricas.HOY)


def test_da_lo_mismo_que_el_orm_en_su_orden_y_con_sus_tipos(oficinas, django_assert_num_queries):
    for nota in ("a", "100 %", "otra"):
        with django_assert_num_queries(1):
            leidas = [(d.pk, d.nombre, d.vigente_hasta) for d in vigentes(nota)]
        assert leidas == list(Dependencia.objects.filter(nota=nota).values_list("pk", "nombre", "vigente_hasta"))


def test_lo_que_cambia_se_ve_y_la_consulta_no_se_vuelve_a_armar(oficinas):
    assert len(vigentes("otra más")) == 0
    fabricas.dependencia("Nueva", pk=4, nota="otra más")
    assert [d.nombre for d in vigentes("otra más")] == ["Nueva"]
    assert ARMADAS == ["otra más"]


def test_lo_que_no_puede_dar_nada_no_pregunta(oficinas, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert len(vigentes("a", ())) == 0
