"""La sesión que termina mientras se escribe: al entrar de nuevo, lo escrito sigue ahí y se envía con un botón."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests import fabricas as f

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]
CLAVE = "velero-girasol-monte-lluvia"


def test_lo_escrito_sobrevive_a_la_sesion(pagina_de, axe):
    planeacion = f.persona("planeacion")
    planeacion.set_password(CLAVE)
    planeacion.save()
    page = pagina_de(planeacion)
    page.goto("/personas/crear/")
    page.get_by_label("Nombre", exact=False).first.fill("Ana O'Higgins & Cía")
    page.get_by_label("Cargo").fill("Profesional «universitaria»")
    page.get_by_label("Correo", exact=False).first.fill("ana@ejemplo.test")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("main").get_by_role("button", name="Crear persona").click()

    page.get_by_label("Correo").fill(planeacion.email)
    page.get_by_label("Contraseña").fill(CLAVE)
    page.get_by_role("button", name="Ingresar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recuperar lo que escribió")
    expect(page.get_by_role("main")).to_contain_text("Ana O'Higgins & Cía")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name="Enviar lo que escribí").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana O'Higgins & Cía")
    expect(page.get_by_role("main")).to_contain_text("Profesional «universitaria»")
