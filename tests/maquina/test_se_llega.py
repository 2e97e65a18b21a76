"""De todo lo que no es final: quien debe moverlo llega a la página que lo mueve en dos clics, y ella lo ofrece."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from mipg.portal.management.commands.estados import OBJETOS
from tests.clics import destinos, nombre_de, ofrecidos
from tests.maquina.ejemplos import EJEMPLOS, SOLOS, Ejemplo, mundo

pytestmark = pytest.mark.django_db
# Cuántas páginas del mismo nombre se miran.
POR_NOMBRE = 4


def camino(cliente, ejemplo: Ejemplo) -> str:
    """Por qué no se llega, en dos clics, a la página que lo mueve; vacío si se llega y ofrece el botón."""
    inicio = reverse("portal:inicio")
    cerca = destinos(cliente.get(inicio), inicio)
    rutas = {urlsplit(url).path for url in cerca}
    for url in [url for url in cerca if nombre_de(url) == ejemplo.por][:POR_NOMBRE]:
        rutas |= {urlsplit(otra).path for otra in destinos(cliente.get(url), url)}
    if ejemplo.pagina not in rutas:
        return f"no se llega a {ejemplo.pagina} por {ejemplo.por}"
    pagina = cliente.get(ejemplo.pagina)
    if pagina.status_code != 200:
        return f"{ejemplo.pagina} responde {pagina.status_code}"
    return "" if ejemplo.boton in ofrecidos(pagina, ejemplo.pagina) else f"no ofrece {ejemplo.boton}"


def test_todo_estado_que_no_es_final_tiene_su_ejemplo_o_dice_que_lo_mueve():
    no_finales = [
        (modelo.__name__, campo, estado)
        for modelo, campo, tabla in OBJETOS
        for estado, verbos in tabla.items()
        if verbos
    ]
    assert sorted(no_finales) == sorted([*EJEMPLOS, *SOLOS])


@pytest.mark.parametrize("cual", EJEMPLOS, ids="-".join)
def test_quien_debe_moverlo_llega_en_dos_clics_a_la_pagina_que_lo_mueve(cliente_de, cual):
    ejemplo = EJEMPLOS[cual](mundo())
    assert camino(cliente_de(ejemplo.quien), ejemplo) == ""


def test_el_control_ve_que_no_se_llega_y_que_falta_el_boton(cliente_de):
    ejemplo = EJEMPLOS["Prorroga", "estado", "PEDIDA"](mundo())
    cliente = cliente_de(ejemplo.quien)
    assert camino(cliente, replace(ejemplo, boton="/no/esta/")) == "no ofrece /no/esta/"
    assert "no se llega" in camino(cliente, replace(ejemplo, pagina="/no/esta/"))
