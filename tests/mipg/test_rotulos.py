"""De la página pintada se sabe con qué rótulo se leía cada campo y qué dice cada valor."""

import pytest

from mipg.portal.rotulos import controles

PAGINA = """<!DOCTYPE html><html><body>
<form method="post" action="/otro/"><label for="o">De otro formulario</label><input id="o" name="nombre"></form>
<form method="post" action="/aqui/" id="este">
  <label for="n">Nombre <span aria-hidden="true">*</span></label><input id="n" name="nombre">
  <label>Responsable <select name="quien"><option value="">Nadie</option><option value="7">Ana Pérez</option></select>
  </label>
  <fieldset><legend>¿Qué pasó?</legend>
    <input type="radio" name="situacion" value="AVANCE" id="s1"><label for="s1">Hubo avance</label>
    <input type="radio" name="situacion" value="SIN" id="s2"><label for="s2">No hubo</label></fieldset>
  <input type="checkbox" name="leido" id="l"><label for="l">Lo leí</label>
  <input type="checkbox" name="avance" value="12" aria-label="Publicar informes">
  <input type="date" name="desde" aria-label="Desde"><input type="datetime-local" name="abre" aria-label="Abre">
  <input type="hidden" name="visto" value="a1"><input type="password" name="clave" aria-label="Clave">
  <button formaction="/alla/">Enviar</button>
</form><textarea name="nota" form="este" aria-label="Nota"></textarea></body></html>"""


@pytest.fixture(scope="module")
def hallados():
    return controles(PAGINA, direccion="/p/", destino="/aqui/")


@pytest.mark.parametrize(("campo", "valor", "rotulo", "legible"), [
    ("nombre", "3", "Nombre", "3"),
    ("quien", "7", "Responsable", "Ana Pérez"),
    ("quien", "99", "Responsable", "99"),
    ("situacion", "AVANCE", "¿Qué pasó?", "Hubo avance"),
    ("leido", "on", "Lo leí", "Sí"),
    ("avance", "12", "Marcó", "Publicar informes"),
    ("desde", "2026-07-06", "Desde", "06/07/2026"),
    ("desde", "ayer", "Desde", "ayer"),
    ("abre", "2026-07-06T08:30", "Abre", "06/07/2026 08:30"),
    ("nota", "x\ny", "Nota", "x\ny"),
])  # fmt: skip
def test_el_rotulo_y_el_valor_son_los_que_se_leian(hallados, campo, valor, rotulo, legible):
    assert (hallados[campo].rotulo, hallados[campo].legible(valor)) == (rotulo, legible)


def test_lo_escondido_y_las_claves_no_se_leen(hallados):
    assert {n for n, control in hallados.items() if not control.se_lee} == {"visto", "clave"}


@pytest.mark.parametrize(("destino", "rotulo"), [
    ("/alla/", "Nombre"), ("/otro/", "De otro formulario"), ("/nadie/", "De otro formulario"),
])  # fmt: skip
def test_el_formulario_es_el_que_va_a_ese_destino_tambien_por_un_boton(destino, rotulo):
    assert controles(PAGINA, direccion="/p/", destino=destino)["nombre"].rotulo == rotulo


def test_sin_action_va_a_su_propia_pagina():
    pagina = '<form method="post" action="/x/"></form><form method="post"><input name="a" aria-label="A"></form>'
    assert controles(pagina, direccion="/p/", destino="/p/")["a"].rotulo == "A"
