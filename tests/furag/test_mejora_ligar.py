"""De los hallazgos que casi dicen lo que una recomendación, una persona dice si son lo mismo."""

import pytest

from furag.acciones.parecidas import ligar
from furag.parecidas import parecidas_de
from mipg.reglas import EstadoCambiado
from tests import fabricas as f
from tests.furag import fabricas as ff
from tests.furag.mejoramiento import gente, politica_de


@pytest.fixture
def de(db):
    """Un plan en borrador con una acción cuyo hallazgo casi dice lo que una recomendación acogida."""
    de = gente()
    politica = politica_de(de)
    de.plan = f.plan(clase="MEJORAMIENTO", vigencia_medida=2025, politica=politica, dependencia=de.oficina, por=de.jefe)
    dice = "Adoptar una política de gobierno del dato aprobada por el Comité"
    de.casi = ff.recomendacion(f"{dice}.", "ACOGIDA", politica=politica)
    ff.recomendacion(f"{dice} y la alcaldesa.", "DESCARTADA", politica=politica)
    hallazgo = f"Falta {dice.lower()}"
    de.mejora = ff.mejora(f.actividad(de.plan), hallazgo=hallazgo)
    ff.mejora(f.actividad(de.plan), hallazgo="No se publica el inventario.")
    return de


def test_se_pregunta_la_parecida_y_lo_dicho_se_guarda(de, cliente_de, sucesos):
    url = f"/furag/planes/{de.plan.pk}/ligar/"
    cliente = cliente_de(de.jefe)
    assert url in cliente.get(f"/furag/planes/{de.plan.pk}/mejoras/").content.decode()
    assert [(una.mejora, una.recomendacion) for una in parecidas_de(de.plan)] == [(de.mejora, de.casi)]
    campo = f"par_{de.mejora.pk}_{de.casi.pk}"
    vacio = cliente.post(url)
    assert (vacio.status_code, "No contestó ninguna" in vacio.content.decode()) == (422, True)
    pagina = cliente.post(url, {campo: "si"}, follow=True).content.decode()
    assert "Se decidieron 1: 1 quedó ligada" in pagina
    assert list(de.mejora.recomendaciones.all()) == [de.casi]
    assert sucesos(de.mejora) == ["ligar"]
    # Ya no hay nada que decidir: lleva a la lista.
    assert cliente.get(url)["Location"] == f"/furag/planes/{de.plan.pk}/mejoras/"


def test_lo_que_no_es_no_se_vuelve_a_preguntar_y_nada_se_decide_dos_veces(de, ahora):
    par = {(de.mejora.pk, de.casi.pk): False}
    assert ligar(plan=de.plan, decididas=par, por=de.jefe, ahora=ahora) == 0
    assert not de.mejora.recomendaciones.exists()
    assert parecidas_de(de.plan) == []
    with pytest.raises(EstadoCambiado):
        ligar(plan=de.plan, decididas=par, por=de.jefe, ahora=ahora)


def test_solo_quien_formula_el_plan(de, cliente_de):
    url = f"/furag/planes/{de.plan.pk}/ligar/"
    assert cliente_de(de.enlace).get(url).status_code == 403
    assert cliente_de(f.persona("jefe", f.dependencia())).get(url).status_code == 404
    assert cliente_de(de.planea).get(url).status_code == 200
