"""La bitácora contada para una persona: verbos en pasado, valores legibles y campos con su nombre. Sin base."""

import pytest
from django.contrib.contenttypes.models import ContentType

from mipg.bitacora.models import Suceso
from mipg.usuarios.historia import en_pasado, eventos, legible, rotulo
from mipg.usuarios.models import Usuario


@pytest.mark.parametrize(
    ("verbo", "pasado"),
    [
        ("crear", "creó"),
        ("devolver", "devolvió"),
        ("abrir", "abrió"),
        ("pedir", "pidió"),
        ("corregir", "corrigió"),
        ("revertir", "revirtió"),
        ("terminar asignación", "terminó asignación"),
        ("", ""),
    ],
)
def test_el_verbo_se_cuenta_en_pasado(verbo, pasado):
    assert en_pasado(verbo) == pasado


@pytest.mark.parametrize(
    ("valor", "texto"),
    [
        (None, ""), ("", ""), ("None", ""), (True, "Sí"), ("False", "No"), (0, "0"), ("2026-07-06", "06/07/2026"),
        ("2026-07-06T20:00:00+00:00", "06/07/2026 15:00"),
        ("2026-07-06 20:00:00", "06/07/2026 15:00"), ("2026-99-99", "2026-99-99"), ("12.5", "12.5"),
    ],
)  # fmt: skip
def test_el_valor_se_lee_como_en_colombia(valor, texto):
    assert legible(valor) == texto


def test_el_campo_se_nombra_como_en_la_pantalla():
    assert rotulo(Usuario, "vinculo_hasta") == "Vinculado hasta"
    assert rotulo(Usuario, "inventado") == "Inventado"
    assert rotulo(None, "algo") == "Algo"


def test_de_lo_escrito_en_borrador_se_dice_que_campos_cambiaron_y_no_sus_valores():
    usuario = ContentType(app_label="usuarios", model="usuario")
    suceso = Suceso(verbo="guardar", changes={"cargo": ["", "Asesora"], "nombre": ["A", "B"]}, content_type=usuario)
    opciones = {"frases": {"guardar": "escribió"}, "se_muestra": lambda _, campo: campo != "nombre"}
    (evento,) = eventos([suceso], **opciones, sin_valores={"guardar"})
    assert (evento.verbo, evento.detalle, evento.cambios) == ("escribió", "Cambió: cargo.", ())
    (evento,) = eventos([suceso], **opciones)
    assert (evento.detalle, evento.cambios) == ("", (("Cargo", "", "Asesora"),))
