"""Lo que el catálogo advierte y lo que no se conoce, dicho en público y no sólo adentro."""

import pytest
from django.test import Client
from django.urls import reverse

from mipg.portal.views.micrositio import PLANES_POR_PAGINA
from politicas.models import Indice, Norma, Politica, TipoPlan, VersionModelo
from tests import fabricas as f

pytestmark = [pytest.mark.una_base, pytest.mark.usefixtures("catalogo_del_modulo")]


def publica(nombre: str, *args) -> str:
    return Client().get(reverse(f"portal:{nombre}", args=args)).text


def test_los_doce_dicen_lo_que_ocupa_el_lugar_de_otro_y_lo_que_no_se_sabe():
    f.vigencia()
    pagina = publica("institucional_publico_lista")
    assert "Ocupa el lugar del Plan Anticorrupción y de Atención al Ciudadano" in pagina
    assert "sin decir qué es «UAC»" in pagina


def test_cada_norma_dice_su_nota():
    pagina = publica("marco_normativo")
    notas = Norma.objects.exclude(ambito=Norma.Ambito.OTRA_ENTIDAD).exclude(nota="").values_list("nota", flat=True)
    assert sum("no se ha verificado" in nota for nota in notas) >= 2
    assert [nota for nota in notas if nota not in pagina] == []


def test_la_fecha_de_otro_anio_se_lee_con_su_nota():
    f.vigencia()
    assert "El documento, del plan 2025, dice literalmente «31 de enero de 2024»" in publica("que_es_mipg")


def test_ninguna_nota_del_modelo_repite_una_frase():
    for nota in VersionModelo.objects.values_list("nota", flat=True):
        frases = [frase for frase in nota.split(". ") if frase]
        assert len(frases) == len({frase.rstrip(".") for frase in frases}), nota


def test_la_politica_sin_indices_lo_dice():
    v7 = VersionModelo.objects.get(nombre="v7")
    f.vigencia(version=v7)
    nueva = Politica.objects.get(nombre="Gestión Ambiental Institucional")
    assert f"Los índices de {v7} no se conocen todavía" in publica("politica_publica", nueva.numero_plan)


def test_la_que_se_mide_con_un_puntaje_lo_dice():
    sin = Politica.objects.de_version_activa().exclude(pk__in=Indice.objects.values("politica")).first()
    assert "Ningún índice: la mide con un solo puntaje" in publica("politica_publica", sin.numero_plan)


def test_los_planes_de_una_vigencia_caben_en_una_pagina():
    for version in VersionModelo.objects.all():
        politicas = Politica.objects.filter(dimension__version=version).count()
        assert TipoPlan.objects.count() + politicas + 1 <= PLANES_POR_PAGINA
