"""Los controles que pinta `mipg.formularios` dicen lo mismo que los de Django."""

from datetime import datetime
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from mipg.formularios import _ENTRADAS, DecimalInput, FechaHoraInput, FechaInput, Renderizador

OPCIONES = [
    ("", "Todas"),
    ("Sector «central» <&>", [(1, "Secretaría"), ("a&b", "O'Higgins")]),
    (True, "Sí"),
    (2, "Dos"),
]


def se_pinta_igual(widget: forms.Widget, valor: object, elemento: str) -> None:
    nuestro, suyo = (
        parse_html(widget.render("dato", valor, {"id": "id_d", "aria-describedby": "a b"}, renderer=renderizador()))
        for renderizador in (Renderizador, DjangoTemplates)
    )
    assert nuestro == suyo
    assert nuestro.name == elemento


def test_la_lista_desplegable_dice_lo_mismo_que_la_de_django():
    for widget, valor in (
        (forms.Select(attrs={"class": "ancho", "required": True, "disabled": False}, choices=OPCIONES), "a&b"),
        (forms.Select(choices=OPCIONES), None),
        (forms.SelectMultiple(choices=OPCIONES), [1, 2]),
    ):
        se_pinta_igual(widget, valor, "select")


def test_ningun_rotulo_se_toma_por_html():
    hostil = "<img src=x onerror=alert(1)>"
    pintado = forms.Select(choices=[(hostil, [(hostil, hostil)]), (hostil, hostil)]).render(
        hostil, hostil, {hostil: hostil}, renderer=Renderizador()
    )
    assert "<img" not in pintado
    assert pintado.count("&lt;img") >= 6


def test_el_primer_renglon_vacio_de_un_parrafo_no_se_pierde():
    # El navegador se come el salto que sigue a la etiqueta: tiene que haber uno de más.
    assert ">\n\nuno</textarea>" in forms.Textarea().render("dato", "\nuno", {}, renderer=Renderizador())


@pytest.mark.parametrize("valor", [None, "", "0", 0, "<b>«a» & 'b'</b>", "dos\nlíneas", True, False])
def test_lo_demas_tambien(valor):
    for clase in _ENTRADAS:
        if not issubclass(clase, forms.DateInput | forms.DateTimeInput) or isinstance(valor, str | None):
            se_pinta_igual(clase(attrs={"required": True, "disabled": False, "maxlength": 9}), valor, "input")
    se_pinta_igual(forms.Textarea(attrs={"rows": 3, "required": True}), valor, "textarea")
    for fecha in (FechaInput(), FechaHoraInput()):
        se_pinta_igual(fecha, datetime(2026, 3, 4, 5, 6), "input")
    se_pinta_igual(DecimalInput(), Decimal("1234.5"), "input")
