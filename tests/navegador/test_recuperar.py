"""La sesión que termina mientras se escribe: lo escrito espera a quien lo escribió, y atrás ya no se ve nada."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from tests import fabricas as f

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]


def ingresar(page, persona):
    page.get_by_label("Correo").fill(persona.email)
    page.get_by_label("Contraseña").fill(f.CLAVE)
    page.get_by_role("button", name="Ingresar").click()


@pytest.fixture
def reporte(db):
    hoy = timezone.localdate()
    corte = f.corte(1, de=f.vigencia(hoy.year), cierra=max(hoy, hoy.replace(month=4, day=2)) + timedelta(days=10))
    actividad = f.actividad(f.plan("APROBADO", vigencia=corte.vigencia), (Decimal(2), None, None, None))
    return f.avance(actividad, corte)


def test_lo_escrito_espera_a_quien_lo_escribio(pagina_de, axe, reporte):
    dependencia = reporte.actividad.dependencia
    elena, otra = f.persona("enlace", dependencia), f.persona("enlace", dependencia)
    page = pagina_de(elena)
    editar = f"/seguimiento/avances/{reporte.pk}/editar/"
    page.goto(editar)
    texto = page.get_by_label("Avance cualitativo")
    texto.fill("Dos informes")
    expect(page.locator("[data-mipg-guardado]")).to_contain_text("Guardado a las")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    # Sin autoguardado, que sin sesión ya no llega.
    texto.evaluate("e => e.value = 'Dos informes «de gestión» & más'")
    page.get_by_label("Cantidad").evaluate("e => e.value = '2'")
    page.get_by_label("Con avance").evaluate("e => e.checked = true")
    page.get_by_role("main").get_by_role("button", name="Guardar borrador").click()

    ingresar(page, elena)
    principal = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recuperar lo que escribió")
    expect(principal.locator("dt")).to_have_text(
        ["¿Qué pasó en el periodo?", "Cantidad del periodo", "Avance cualitativo"]
    )
    expect(principal.locator("dd")).to_have_text(["Con avance", "2", "Dos informes «de gestión» & más"])
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Enviar lo que escribí").click()
    expect(principal).to_contain_text("Borrador guardado")
    reporte.refresh_from_db()
    assert (reporte.texto, reporte.cantidad) == ("Dos informes «de gestión» & más", 2)

    # Otra vez, pero entra otra persona: ni lo ve ni queda.
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    texto.evaluate("e => e.value = 'Sólo mío'")
    page.get_by_role("main").get_by_role("button", name="Guardar borrador").click()
    ingresar(page, otra)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Recuperar lo que escribió")
    expect(page.locator("body")).not_to_contain_text("Sólo mío")
    page.goto("/recuperar/")
    expect(page.locator("body")).to_contain_text("No hay nada por recuperar")


# La copia que el navegador tenga, sin preguntar al servidor: lo que «atrás» mostraría.
COPIA = "ruta => fetch(ruta, {cache: 'only-if-cached', mode: 'same-origin'}).then(r => r.text()).catch(() => null)"


def test_el_navegador_no_guarda_copia_y_tras_salir_atras_no_muestra_nada(pagina_de, consola, reporte):
    consola.permitir("ERR_CACHE_MISS", "504")
    editar = f"/seguimiento/avances/{reporte.pk}/editar/"
    page = pagina_de(f.persona("enlace", reporte.actividad.dependencia))
    # La segunda vez ya lleva todas las galletas: a la primera no le valdría la copia aunque la hubiera.
    page.goto("/inicio/")
    page.goto(editar)
    expect(page.locator("body")).to_contain_text(reporte.actividad.nombre)
    assert page.evaluate(COPIA, editar) is None
    page.goto("/cuenta/logout/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/cuenta/login/**")
    for _ in range(3):
        page.go_back(wait_until="load")
        expect(page.locator("body")).not_to_contain_text(reporte.actividad.nombre)
