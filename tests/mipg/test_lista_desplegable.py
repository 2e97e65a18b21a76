"""Las listas desplegables que pinta `mipg.formularios` dicen lo mismo que las de Django."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from mipg.formularios import Renderizador

OPCIONES = [
    ("", "Todas"),
    ("Sector «central» <&>", [(1, "Secretaría"), ("a&b", "O'Higgins")]),
    (True, "Sí"),
    (2, "Dos"),
]


def test_dice_lo_mismo_que_la_de_django():
    for widget, valor in (
        (forms.Select(attrs={"class": "ancho", "required": True, "disabled": False}, choices=OPCIONES), "a&b"),
        (forms.Select(choices=OPCIONES), None),
        (forms.SelectMultiple(choices=OPCIONES), [1, 2]),
    ):
        nuestra, suya = (
            parse_html(widget.render("dependencia", valor, {"id": "id_d"}, renderer=renderizador()))
            for renderizador in (Renderizador, DjangoTemplates)
        )
        assert nuestra == suya
        assert nuestra.name == "select"
