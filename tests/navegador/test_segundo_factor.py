"""El segundo factor en el navegador: configurarlo, perder el teléfono y recuperarse, sólo con el teclado."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests import fabricas as f
from tests.factor import codigo

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]


def ingresar(page, persona) -> None:
    """Escribe el correo y la contraseña, y pulsa Intro."""
    page.goto("/cuenta/login/")
    page.get_by_label("Correo").focus()
    page.keyboard.type(persona.email)
    page.get_by_label("Contraseña").focus()
    page.keyboard.type(f.CLAVE)
    page.keyboard.press("Enter")


def pulsar(page, nombre: str) -> None:
    """Lleva el foco a un botón o un enlace con el tabulador, y lo pulsa."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if nombre in page.evaluate("() => document.activeElement.innerText ?? ''"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"con el tabulador no se llega a «{nombre}»")


def titulo(page, texto: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(texto)


def test_planeacion_lo_configura_pierde_el_telefono_y_se_recupera_con_el_teclado(new_context, sitio, axe, settings):
    settings.FACTOR_DESDE = date(2026, 1, 1)
    planeacion = f.persona("planeacion")
    page = new_context(base_url=sitio).new_page()
    ingresar(page, planeacion)
    titulo(page, "Segundo factor")
    expect(page.get_by_role("main")).to_contain_text("Nadie está obligado a usar su teléfono personal")
    assert axe(page) == []
    pulsar(page, "Configurar una aplicación")
    titulo(page, "Configurar una aplicación")
    assert page.get_by_role("img", name="Código QR").evaluate("e => e.naturalWidth") > 0
    assert axe(page) == []
    semilla = page.locator("strong.largo").inner_text().replace(" ", "")
    page.get_by_label("Código que muestra").focus()
    page.keyboard.type(codigo(semilla))
    page.keyboard.press("Enter")
    titulo(page, "Códigos de recuperación")
    pulsar(page, "Generar los códigos")
    hoja = page.get_by_label("Sus códigos").get_by_role("listitem")
    expect(hoja).to_have_count(10)
    assert axe(page) == []
    page.emulate_media(media="print")
    assert hoja.first.is_visible()
    assert not page.get_by_role("button", name="Imprimir").is_visible()
    page.emulate_media(media="screen")
    impreso = hoja.first.inner_text()
    pulsar(page, "Ya los guardé")
    titulo(page, f"Hola, {planeacion.get_short_name()}")

    # Sin el teléfono: la hoja impresa.
    page = new_context(base_url=sitio).new_page()
    ingresar(page, planeacion)
    titulo(page, "Segundo factor")
    expect(page.get_by_role("heading", name="¿Perdió su aplicación o su llave?")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Código").focus()
    page.keyboard.type(impreso)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("le quedan 9")
    page.goto("/cuenta/segundo-factor/")
    pulsar(page, "Reemplazar la aplicación")
    titulo(page, "Reemplazar la aplicación")
    nueva = page.locator("strong.largo").inner_text().replace(" ", "")
    assert nueva != semilla
    page.get_by_label("Código que muestra").focus()
    page.keyboard.type(codigo(nueva))
    page.keyboard.press("Enter")
    titulo(page, "Códigos de recuperación")


def test_un_enlace_sin_factor_trabaja_igual_que_antes(new_context, sitio, settings):
    settings.FACTOR_DESDE = date(2026, 1, 1)
    enlace = f.persona("enlace")
    page = new_context(base_url=sitio).new_page()
    ingresar(page, enlace)
    titulo(page, f"Hola, {enlace.get_short_name()}")
    page.goto("/pendientes/")
    titulo(page, "Mis pendientes")


def test_con_una_llave_de_seguridad_se_entra_y_se_confirma(new_context, sitio, axe):
    persona = f.persona("control_interno")
    # Una llave sólo se usa por nombre y con https: «localhost» es la excepción.
    contexto = new_context(base_url=sitio.replace("127.0.0.1", "localhost"))
    page = contexto.new_page()
    _conectar_llave(contexto, page)
    ingresar(page, persona)
    titulo(page, f"Hola, {persona.get_short_name()}")
    page.goto("/cuenta/segundo-factor/llave/")
    assert axe(page) == []
    page.get_by_label("Nombre").fill("La azul")
    pulsar(page, "Agregar la llave")
    titulo(page, "Códigos de recuperación")
    page.goto("/cuenta/segundo-factor/")
    expect(page.get_by_role("main")).to_contain_text("La azul")

    contexto.clear_cookies()
    ingresar(page, persona)
    titulo(page, "Segundo factor")
    pulsar(page, "Usar la llave")
    titulo(page, f"Hola, {persona.get_short_name()}")
    page.goto("/cuenta/segundo-factor/confirmar/llave/?next=/pendientes/")
    assert axe(page) == []
    pulsar(page, "Usar la llave")
    titulo(page, "Mis pendientes")


def _conectar_llave(contexto, page) -> None:
    """Una llave USB que dice que la tocaron."""
    depurador = contexto.new_cdp_session(page)
    depurador.send("WebAuthn.enable")
    opciones = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    depurador.send("WebAuthn.addVirtualAuthenticator", {"options": {**opciones, "automaticPresenceSimulation": True}})
