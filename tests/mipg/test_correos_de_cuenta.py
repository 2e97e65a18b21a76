"""Los correos de la cuenta: nuestros, en español, en texto y HTML, por la bandeja de salida."""

import re
from datetime import timedelta
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.test import Client
from django.utils import timezone

from mipg.avisos.acceso import AVISOS
from mipg.avisos.acciones import encolar
from mipg.avisos.models import Mensaje
from tests import fabricas


def enlace_de(cuerpo: str) -> str:
    """La ruta del enlace para elegir la contraseña, que siempre es del portal."""
    direccion = re.search(r"http\S+/cuenta/password/reset/key/[^\s\"]+", cuerpo)[0]
    assert direccion.startswith(f"{settings.BASE_URL}/")
    return direccion.removeprefix(settings.BASE_URL)


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
    assert len({enlace_de(mensaje.texto), enlace_de(mensaje.html)}) == 1
    respuesta = Client().get(enlace_de(mensaje.texto), follow=True)
    assert "Elegir su contraseña" in respuesta.text


def test_dice_cuanto_dura_y_que_hacer_si_no_lo_pidio(mensaje):
    for cuerpo in (mensaje.texto, " ".join(mensaje.html.split())):
        assert "vence en una hora" in cuerpo
        assert "no haga nada" in cuerpo


def test_cualquier_otro_correo_de_la_biblioteca_sale_en_nuestro_marco(db):
    texto = get_template("account/email/password_changed_message.txt").template.render(
        Context({"entidad": "Alcaldía", "hoy": "6 de julio de 2026", "ip": "", "user_agent": "", "timestamp": ""})
    )
    assert texto.startswith("Cordial saludo:")
    assert "Alcaldía" in texto


# --- El enlace ----------------------------------------------------------------------------------------------

NUEVA = "velero-girasol-monte-lluvia"


def elegir(enlace: str, clave: str = NUEVA) -> str:
    """Abre el enlace y manda la contraseña; devuelve lo que se ve al final."""
    cliente = Client()
    formulario = cliente.get(enlace, follow=True)
    destino = formulario.redirect_chain[-1][0] if formulario.redirect_chain else enlace
    return cliente.post(destino, {"password1": clave, "password2": clave}, follow=True).text


def pedir(persona, **cabeceras) -> str:
    Client(**cabeceras).post("/cuenta/password/reset/", {"email": persona.email})
    return enlace_de(Mensaje.objects.latest("pk").texto)


@pytest.mark.parametrize("cabeceras", [{"HTTP_HOST": "malo.example"}, {"HTTP_X_FORWARDED_HOST": "malo.example"}])
def test_el_enlace_no_sale_del_anfitrion_que_dice_la_peticion(db, settings, cabeceras):
    settings.ALLOWED_HOSTS = ["*"]
    persona = fabricas.persona("enlace")
    pedir(persona, **cabeceras)
    cliente = Client(**cabeceras)
    cliente.force_login(persona)
    cambio = {"oldpassword": fabricas.CLAVE, "password1": NUEVA, "password2": NUEVA}
    cliente.post("/cuenta/password/change/", cambio)
    assert Mensaje.objects.count() == 2
    assert not [m for m in Mensaje.objects.all() if "malo.example" in m.asunto + m.texto + m.html]


def test_el_enlace_va_al_correo_de_hoy_y_no_al_que_se_escribio(db):
    """Una dirección vieja que allauth todavía recuerde no recibe la clave de nadie."""
    persona = fabricas.persona("enlace")
    EmailAddress.objects.create(user=persona, email="vieja@ejemplo.test", verified=True)
    Client().post("/cuenta/password/reset/", {"email": "vieja@ejemplo.test"})
    assert [m.destino for m in Mensaje.objects.all()] == [persona.email]


def test_el_enlace_sirve_una_sola_vez(db):
    persona = fabricas.persona("enlace")
    enlace = pedir(persona)
    assert "ya quedó guardada" in elegir(enlace)
    assert "ya no sirve" in elegir(enlace, "cobre-jirafa-molino-tenaza")
    assert Client().login(email=persona.email, password=NUEVA)


@pytest.mark.parametrize(
    "cambio",
    [{"email": "otra@ejemplo.test"}, {"last_login": timezone.now()}],
    ids=["cambió de correo", "entró después"],
)
def test_el_enlace_muere_si_la_cuenta_cambio(db, cambio):
    persona = fabricas.persona("enlace")
    enlace = pedir(persona)
    type(persona).objects.filter(pk=persona.pk).update(**cambio)
    # allauth la anotaría al abrir el enlace.
    EmailAddress.objects.get_or_create(user=persona, email=cambio.get("email", persona.email))
    assert "ya no sirve" in elegir(enlace)


def test_el_enlace_vale_una_hora(db, time_machine, ahora):
    time_machine.move_to(ahora, tick=False)
    persona = fabricas.persona("enlace")
    enlace = pedir(persona)
    time_machine.move_to(ahora + timedelta(minutes=61))
    assert "ya no sirve" in elegir(enlace)
    time_machine.move_to(ahora + timedelta(minutes=59))
    assert "ya quedó guardada" in elegir(enlace)


# --- Avisos -------------------------------------------------------------------------------------------------


def test_cambiar_la_contrasena_se_le_dice_a_su_dueno_y_que_hacer_si_no_fue_el(db, cliente_de):
    persona = fabricas.persona("enlace")
    cambio = {"oldpassword": fabricas.CLAVE, "password1": NUEVA, "password2": NUEVA}
    cliente_de(persona).post("/cuenta/password/change/", cambio)
    mensaje = Mensaje.objects.get()
    assert (mensaje.destino, mensaje.asunto) == (persona.email, "Cambió la contraseña de su cuenta MIPG")
    for cuerpo in (mensaje.texto, " ".join(mensaje.html.split())):
        assert "127.0.0.1" in cuerpo
        assert "Si no fue usted" in cuerpo
        assert f"{settings.BASE_URL}/cuenta/password/reset/" in cuerpo
        assert NUEVA not in cuerpo


def test_recuperarla_tambien(db):
    persona = fabricas.persona("enlace")
    elegir(pedir(persona))
    assert Mensaje.objects.latest("pk").asunto == "Cambió la contraseña de su cuenta MIPG"


def test_todo_aviso_de_la_biblioteca_tiene_el_suyo_en_espanol():
    raiz = Path(allauth.__file__).parent / "templates"
    suyos = {
        ruta.relative_to(raiz).as_posix().removesuffix("_message.txt")
        for carpeta in ("account", "mfa", "socialaccount")
        for ruta in (raiz / carpeta / "email").glob("*_message.txt")
        if "base_notification.txt" in ruta.read_text()
    }
    assert len(suyos) > 10
    assert suyos - set(AVISOS) == set()


@pytest.mark.parametrize("clase", ["acceso", "invitacion", "cuenta"])
def test_nadie_lee_en_el_admin_el_enlace_de_otra_persona(cliente_de, ahora, clase):
    texto = "https://ejemplo.test/enlace-personal/"
    mensaje = encolar(destino="ana@ejemplo.test", asunto="Aviso", texto=texto, clase=clase, ahora=ahora)
    for rol in ("administrador", "control_interno"):
        pagina = cliente_de(fabricas.persona(rol)).get(f"/admin/avisos/mensaje/{mensaje.pk}/change/").text
        assert "Oculto" in pagina
        assert "enlace-personal" not in pagina
