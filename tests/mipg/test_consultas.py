"""Las consultas que se arman una vez dicen lo mismo que el ORM, leen siempre lo que hay y no confunden argumentos."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import QuerySet, Value

from mipg.consultas import MUCHAS, armada_una_vez
from mipg.usuarios.models import Dependencia
from tests import fabricas

ARMADAS = []


@armada_una_vez
def vigentes(nota: str, claves: tuple = (1, 2, 3, 4, 5)) -> QuerySet[Dependencia]:
    ARMADAS.append(nota)
    return Dependencia.objects.filter(nota=nota, pk__in=claves).only("nombre", "vigente_hasta")


@armada_una_vez
def con_superior(nota: str) -> QuerySet[Dependencia]:
    return Dependencia.objects.filter(nota=nota).select_related("superior").annotate(siete=Value(7))


@armada_una_vez
def nombres(nota: str) -> QuerySet[Dependencia]:
    return Dependencia.objects.filter(nota=nota).values_list("pk", "nombre", named=True)


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


def test_trae_lo_relacionado_lo_anotado_y_los_valores_como_el_orm(oficinas, django_assert_num_queries):
    Dependencia.objects.filter(pk=2).update(superior=3)
    for _ in "dos veces":
        with django_assert_num_queries(1):
            leidas = [(d.pk, d.superior and d.superior.nombre, d.siete) for d in con_superior("a")]
        assert sorted(leidas) == [(1, None, 7), (2, "100 % Banco", 7)]
        assert {(d.pk, d.nombre) for d in nombres("a")} == {(1, "zona"), (2, "Área")}


def test_lo_que_da_se_puede_seguir_consultando(oficinas):
    (banco,) = con_superior("100 %")
    banco.refresh_from_db(fields=["nombre"])
    assert (banco.nombre, Dependencia.objects.filter(nota="a").count()) == ("100 % Banco", 2)


def test_lo_buscado_con_muchas_claves_no_se_recuerda(oficinas):
    pocas, muchas = tuple(range(MUCHAS)), tuple(range(MUCHAS + 1))
    for claves in (pocas, muchas, pocas, muchas):
        assert len(vigentes("a", claves)) == 2
    assert len(ARMADAS) == 3


@pytest.mark.django_db(transaction=True)
def test_cada_hilo_lee_por_su_conexion():
    fabricas.dependencia("Sola", nota="sola")
    assert [d.nombre for d in con_superior("sola")] == ["Sola"]
    leidas = []

    def leer():
        leidas.extend(d.nombre for d in con_superior("sola"))
        connection.close()

    hilo = Thread(target=leer)
    hilo.start()
    hilo.join()
    assert leidas == ["Sola"]
