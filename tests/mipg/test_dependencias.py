"""Qué dependencias existen, cuál responde hoy por lo de cada una y qué ve quien trabaja en la que la sucedió."""

from datetime import date

import pytest
from django.db import IntegrityError

from mipg.reglas import ReglaIncumplida
from mipg.usuarios.acciones.dependencias import exigir_que_existan
from mipg.usuarios.models import Dependencia
from mipg.usuarios.roles import Permiso
from tests import fabricas as f

AYER = date(2026, 7, 5)


@pytest.fixture
def cadena(db):
    """La primera se fusionó en la segunda y ésta en la tercera; otra se suprimió sin sucesora."""
    tercera, sola = f.dependencia("Tercera"), f.dependencia("Sola", vigente_hasta=AYER)
    segunda = f.dependencia("Segunda", vigente_hasta=AYER, sucesora=tercera, heredera=tercera)
    primera = f.dependencia("Primera", vigente_hasta=date(2026, 1, 31), sucesora=segunda, heredera=tercera)
    return primera, segunda, tercera, sola


def test_por_lo_de_cada_una_responde_la_ultima_de_la_cadena_o_ninguna(cadena):
    primera, segunda, tercera, sola = (una.pk for una in cadena)
    assert Dependencia.objects.de_hoy(f.HOY) == {primera: tercera, segunda: tercera, tercera: tercera}
    assert Dependencia.objects.de_hoy(date(2026, 1, 31)) == {pk: pk for pk in (primera, segunda, tercera, sola)}


def test_quien_trabaja_en_la_sucesora_tiene_las_que_ella_sucedio_en_una_consulta(cadena, django_assert_num_queries):
    primera, segunda, tercera, _ = cadena
    jefa = f.persona("jefe", tercera)
    jefa.asignaciones.create(rol="enlace", dependencia=f.dependencia(), desde=f.HOY)
    with django_assert_num_queries(1):
        perfil = jefa.perfil(f.HOY)
    assert perfil.dependencias(Permiso.AVANCE_AVALAR) == {primera.pk, segunda.pk, tercera.pk}
    assert [papel.heredadas for papel in perfil.papeles] == [(), (segunda.pk, primera.pk)]
    assert f.persona("jefe", segunda).perfil(f.HOY).dependencias() == {segunda.pk}


def test_no_se_le_encarga_nada_a_la_que_ya_no_existe(cadena):
    primera, _, tercera, sola = cadena
    exigir_que_existan([tercera.pk, None], f.HOY)
    with pytest.raises(ReglaIncumplida, match="Primera no existe hoy: responde Tercera"):
        exigir_que_existan([tercera.pk, primera.pk], f.HOY)
    with pytest.raises(ReglaIncumplida, match=r"Sola no existe hoy\. Elija otra"):
        exigir_que_existan([sola.pk], f.HOY)


@pytest.mark.parametrize("mal", [{"sucesora": True}, {"heredera": True}])
def test_la_sucesora_y_la_heredera_van_juntas(db, mal):
    otra = f.dependencia()
    with pytest.raises(IntegrityError, match="la_sucede_otra"):
        f.dependencia(vigente_hasta=AYER, **dict.fromkeys(mal, otra))
