"""Ingresar con la cuenta de la entidad, con un proveedor de verdad: se va, se vuelve, se entra o se lee por qué no."""

import pytest
import requests
from csp.constants import SELF
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import expect

from mipg.settings import proveedor_oidc
from tests import fabricas

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]


def pide_ingresar(page) -> None:
    page.goto("/cuenta/login/")
    page.get_by_role("button", name="Ingresar con Cuenta institucional").focus()
    page.keyboard.press("Enter")
    page.get_by_placeholder("sub").fill("quien")
    page.get_by_role("button", name="Authorize").click()


def revisar(page, axe) -> None:
    for ancho in (1280, 360):
        page.set_viewport_size({"width": ancho, "height": 740})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_se_va_al_proveedor_y_se_vuelve_adentro(new_context, sitio, settings, axe, consola):
    persona = fabricas.persona("enlace", email="ana@alcaldia.test")
    with run_server_in_thread() as servidor:
        emisor = f"http://localhost:{servidor.server_port}"
        settings.OIDC, settings.SOCIALACCOUNT_PROVIDERS = proveedor_oidc(
            emisor=emisor, nombre="Cuenta institucional", cliente="mipg", secreto="s", dominios=["alcaldia.test"]
        )
        politica = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"form-action": [SELF, settings.OIDC["origen"]]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": politica}
        page = new_context(base_url=sitio).new_page()
        page.goto("/cuenta/login/")
        revisar(page, axe)

        consola.permitir("403", "favicon", "stylesheet", "ERR_NAME_NOT_RESOLVED")
        requests.put(f"{emisor}/users/quien", json={"email": persona.email, "email_verified": False}, timeout=5)
        pide_ingresar(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("No pudimos ingresar con su cuenta de la entidad")
        revisar(page, axe)

        requests.put(f"{emisor}/users/quien", json={"email": persona.email, "email_verified": True}, timeout=5)
        pide_ingresar(page)
        expect(page).to_have_url(f"{sitio}/inicio/")
