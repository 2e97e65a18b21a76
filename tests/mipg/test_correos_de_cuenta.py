"""Los correos de la cuenta: nuestros, en español, en texto y HTML, por la bandeja de salida."""

import re

import pytest
from django.template import Context
from django.template.loader import get_template
from django.test import Client

from mipg.avisos.models import Mensaje
from tests import fabricas


@pytest.fixture
def mensaje(db, time_machine, ahora) -> Mensaje:
    time_machine.move_to(ahora, tick=False)
    persona = fabricas.persona("enlace", nombre="Ana O'Neil de Ejemplo")
    assert Client().post("/cuenta/password/reset/", {"email": persona.email}).status_code == 302
    return Mensaje.objects.get()


def test_recuperar_la_contrasena_se_dice_en_espanol_y_sin_la_plantilla_ajena(mensaje):
    assert mensaje.asunto == "Elija una contraseña nueva para los planes MIPG"
    assert mensaje.texto.startswith("Cordial saludo, Ana O'Neil de Ejemplo:")
    assert "6 de julio de 2026" in mensaje.texto
    for ajeno in ("example.com", "Hello", "Thank you", "Hola desde", "Gracias por usar"):
        assert ajeno not in mensaje.texto + mensaje.html + mensaje.asunto


def test_el_texto_y_el_html_llevan_el_mismo_enlace_y_sirve(mensaje):
    enlaces = {
        re.search(r"http\S+/cuenta/password/reset/key/[^\s\"]+", cuerpo)[0] for cuerpo in (mensaje.texto, mensaje.html)
    }
    assert len(enlaces) == 1
    respuesta = Client().get(enlaces.pop().partition("testserver")[2], follow=True)
    assert "Elegir su contraseña" in respuesta.text


def test_dice_cuanto_dura_y_que_hacer_si_no_lo_pidio(mensaje, settings):
    settings.PASSWORD_RESET_TIMEOUT = 3 * 86_400
    for cuerpo in (mensaje.texto, " ".join(mensaje.html.split())):
        assert "vence en 3 días" in cuerpo
        assert "no haga nada" in cuerpo


def test_cualquier_otro_correo_de_la_biblioteca_sale_en_nuestro_marco(db):
    texto = get_template("account/email/password_changed_message.txt").template.render(
        Context({"entidad": "Alcaldía", "hoy": "6 de julio de 2026", "ip": "", "user_agent": "", "timestamp": ""})
    )
    assert texto.startswith("Cordial saludo:")
    assert "Alcaldía" in texto
