"""Las consultas que se arman una vez dicen lo mismo que el ORM, leen siempre lo que hay y no confunden argumentos."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import Q, QuerySet, Value

from mipg.consultas import MUCHAS, armada_una_vez
from mipg.usuarios.models import Dependencia
from seguimiento.models import Corte
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


@armada_una_vez
def de_claves(*claves: int) -> QuerySet[Dependencia]:
    ARMADAS.append(claves)
    return Dependencia.objects.filter(pk__in=claves).select_related("superior").only("nombre", "superior__nombre")


@armada_una_vez
def con_su_nota(clave: int, texto: str) -> QuerySet[Dependencia]:
    ARMADAS.append(clave)
    return Dependencia.objects.filter(pk=clave, nota=str(clave)).exclude(nota=texto).values_list("pk", "nota")


@armada_una_vez
def la_siguiente(clave: int) -> QuerySet[Dependencia]:
    return Dependencia.objects.filter(pk=clave + 1).only("nombre")


@armada_una_vez
def en_corto(trimestre: int, clave: int) -> QuerySet[Corte]:
    """En PostgreSQL el trimestre es un entero corto: el hueco no le cabe, y la condición se escribiría distinta."""
    return Corte.objects.filter(Q(trimestre=trimestre) | Q(trimestre__lt=trimestre, vigencia=clave)).order_by(
        "trimestre"
    )


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
    # Las pocas, con ellas y con huecos en su lugar; las muchas, cada vez.
    assert len(ARMADAS) == 4


def test_un_mismo_sql_sirve_para_cualquier_entero(oficinas, django_assert_num_queries):
    fabricas.dependencia("Cuarta", pk=4, nota="4", superior_id=2)
    for claves in ((4, 1), (3, 4), (4, 2)):
        with django_assert_num_queries(1):
            leidas = {d.pk: (d.nombre, d.superior and d.superior.nombre) for d in de_claves(*claves)}
        assert set(leidas) == set(claves)
        assert leidas[4] == ("Cuarta", "Área")
    assert [con_su_nota(clave, "") for clave in (4, 3, 4)] == [[(4, "4")], [], [(4, "4")]]
    # De cada una, la primera vez con sus claves y con huecos; las demás, ninguna.
    assert len(ARMADAS) == 4


def test_el_entero_que_no_va_tal_cual_o_no_cabe_se_arma_por_su_valor(oficinas):
    assert [[d.nombre for d in la_siguiente(clave)] for clave in (1, 2, 1)] == [["Área"], ["100 % Banco"], ["Área"]]
    assert de_claves(10**30) == de_claves(-(10**30)) == []


def test_el_entero_que_no_cabe_en_una_columna_corta_no_cambia_la_consulta(db):
    vigencia = fabricas.vigencia(2026)
    for trimestre in (1, 2, 3):
        fabricas.corte(trimestre, "PROGRAMADO", de=vigencia)
    for trimestre, dice in ((1, [1]), (3, [1, 2, 3]), (2, [1, 2])):
        assert [corte.trimestre for corte in en_corto(trimestre, vigencia.pk)] == dice
        assert [corte.trimestre for corte in en_corto(trimestre, 0)] == [trimestre]


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
