"""El buscador y la ayuda en el navegador: mientras se escribe, con el teclado, sin JavaScript y en papel."""

import re

import pytest
from playwright.sync_api import expect

from mipg.usuarios.roles import Rol
from tests import fabricas as f

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

_PAGINA_DE_PDF = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture
def persona(db):
    """Un enlace que puede abrir tres planes publicados de archivo."""
    for nombre in ("Plan de Archivo", "Archivo y gestión", "Otro archivo más"):
        f.actividad(f.plan("PUBLICADO", nombre=nombre), nombre="Ordenar la dirección")
    return f.persona("enlace")


def test_se_busca_mientras_se_escribe_y_se_recorre_con_las_flechas(pagina_de, persona, axe):
    page = pagina_de(persona)
    page.goto("/planes/")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Buscar políticas, planes, actividades o documentos")).to_be_focused()
    page.keyboard.type("archivo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"3 planes"))

    caja = page.get_by_label("Qué busca")
    caja.fill("DIRECCION")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\s*3 actividades"))
    expect(page).to_have_url(re.compile(r"\?q=DIRECCION"))
    expect(page.locator("mark").first).to_have_text("dirección")
    assert axe(page) == []

    enlaces = page.locator("#resultados li > a")
    page.keyboard.press("ArrowDown")
    expect(enlaces.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(enlaces.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(caja).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(caja).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ordenar la dirección")
    page.go_back()
    expect(page.get_by_label("Qué busca")).to_have_value("DIRECCION")


def test_sin_javascript_se_busca_se_ordena_y_se_explica(pagina_de, persona):
    page = pagina_de(persona, java_script_enabled=False)
    page.goto("/planes/")
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.locator("[aria-sort=ascending]")).to_have_text("Plan")
    expect(page.locator("tbody th a").first).to_have_text("Archivo y gestión")
    page.locator("summary", has_text="Qué significa «Plan»").click()
    expect(page.get_by_text("Conjunto de actividades de una vigencia.")).to_be_visible()

    page.get_by_label("Buscar políticas, planes, actividades o documentos").fill("direccion")
    page.keyboard.press("Enter")
    expect(page.locator("#resultados li > a")).to_have_count(3)


def test_el_termino_se_cierra_con_escape_y_el_foco_vuelve(pagina_de, persona):
    page = pagina_de(persona)
    page.goto("/planes/")
    boton = page.locator("summary", has_text="Qué significa «Plan»")
    boton.focus()
    page.keyboard.press("Enter")
    definicion = page.get_by_text("Conjunto de actividades de una vigencia.")
    expect(definicion).to_be_visible()
    page.keyboard.press("Escape")
    expect(definicion).to_be_hidden()
    expect(boton).to_be_focused()


def test_en_un_telefono_se_ordena_con_una_lista_y_ningun_enlace_queda_oculto_con_foco(pagina_de, persona):
    page = pagina_de(persona)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/planes/")
    assert page.locator("thead a").first.is_hidden()
    page.get_by_label("Ordenar por").select_option("-plan")
    page.get_by_role("button", name="Ordenar").click()
    expect(page.locator("tbody th a").first).to_have_text("Plan de Archivo")
    page.locator("summary", has_text="Qué significa «Plan»").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_cada_guia_cabe_en_una_hoja_carta(pagina_de, persona):
    page = pagina_de(persona)
    hojas = {}
    for rol in Rol.values:
        page.goto(f"/ayuda/{rol}/")
        hojas[rol] = len(_PAGINA_DE_PDF.findall(page.pdf(format="Letter")))
    assert hojas == dict.fromkeys(Rol.values, 1)
