"""Pegar de Excel con el portapapeles de verdad: cuánto cuesta, qué se dice antes y un solo deshacer."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from planes.models import Actividad
from tests import fabricas as f
from tests.navegador.test_rejilla import Persona
from tests.planes.test_plan_pegar import TITULOS, bloque, fila

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(db):
    """Un plan vacío y su jefe."""
    oficina = f.dependencia("Secretaría de Hacienda")
    plan = f.plan(dependencia=oficina)
    plan.jefe = f.persona("jefe", oficina, nombre="Juana Jefe")
    return plan


def _copiar(page: Page, texto: str) -> None:
    """Deja el texto en el portapapeles del navegador, como Excel."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("texto => navigator.clipboard.writeText(texto)", texto)


def _abrir(pagina_de, plan) -> Persona:
    persona = Persona(pagina_de(plan.jefe))
    persona.page.goto(reverse("planes:plan_formular", args=[plan.pk]))
    return persona


def test_cuarenta_actividades_de_excel_en_una_accion_y_un_solo_deshacer(pagina_de, plan, record_property):
    persona = _abrir(pagina_de, plan)
    page = persona.page
    _copiar(page, bloque(*(fila(n) for n in range(1, 41))))
    page.locator("[data-mipg-fila] input[name$=-nombre]").first.focus()
    persona.mandar("Control+Shift+V")
    expect(page.locator("[data-mipg-id]")).to_have_count(40)
    persona.guardado()
    assert plan.actividades.count() == 40
    record_property("acciones", dict(persona.hechas))
    assert (persona.acciones, persona.hechas["cargas"]) == (1, 1)
    una = plan.actividades.get(numero="7")
    assert (una.nombre, una.meta, una.dependencia) == ("Publicar el boletín 7", 4, plan.dependencia)
    persona.mandar("Control+z")
    expect(page.locator("[data-mipg-id]")).to_have_count(0)
    expect(page.locator("[data-mipg-anuncio]")).to_contain_text("Se deshizo: pegar")
    persona.quieta()
    assert Actividad.objects.count() == 0


def test_sobre_las_celdas_se_dice_antes_lo_que_no_cabe_y_se_puede_cancelar(pagina_de, plan):
    for n in (1, 2):
        f.actividad(plan, numero=str(n), nombre=f"Tarea {n}", producto="Acta")
    persona = _abrir(pagina_de, plan)
    page = persona.page
    _copiar(page, "Libro\tlibros\r\nFolleto\t" + "u" * 200 + "\r\n")
    celda = page.locator("input[name$=-producto]").first
    celda.focus()
    persona.mandar("Control+V")
    dialogo = page.locator("[data-mipg-pegado]")
    expect(dialogo).to_contain_text("Pegó 2 filas × 2 columnas")
    expect(dialogo).to_contain_text("Fila 2, Unidad: Tiene 200 letras y caben 120")
    dialogo.get_by_role("button", name="Cancelar").click()
    assert celda.input_value() == "Acta"
    celda.focus()
    persona.mandar("Control+V")
    dialogo.get_by_role("button", name="Pegar").click()
    persona.guardado()
    assert [una.producto for una in plan.actividades.order_by("numero")] == ["Libro", "Folleto"]
    persona.mandar("Control+z")
    persona.guardado()
    page.wait_for_timeout(500)
    assert {una.producto for una in plan.actividades.all()} == {"Acta"}
    _copiar(page, "una sola celda")
    celda.focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    assert celda.input_value() == "una sola celda"


def test_los_parrafos_pegados_en_una_celda_no_pisan_la_actividad_siguiente(pagina_de, plan):
    for n in (1, 2):
        f.actividad(plan, numero=str(n), nombre=f"Tarea {n}", producto="Acta")
    persona = _abrir(pagina_de, plan)
    page = persona.page
    _copiar(page, "Acta firmada\r\n\r\ny lista de asistencia")
    celda = page.locator("input[name$=-producto]").first
    celda.focus()
    page.keyboard.press("Control+A")
    persona.mandar("Control+V")
    dialogo = page.locator("[data-mipg-pegado]")
    expect(dialogo).to_contain_text("Pegó 2 renglones")
    page.keyboard.press("Enter")
    assert celda.input_value() == "Acta firmada y lista de asistencia"
    assert page.locator("input[name$=-producto]").nth(1).input_value() == "Acta"
    _copiar(page, "Libro\nFolleto")
    celda.focus()
    persona.mandar("Control+V")
    dialogo.get_by_role("button", name="Pegar en las celdas de abajo").click()
    expect(page.locator("input[name$=-producto]").nth(1)).to_have_value("Folleto")
    _copiar(page, "3\n4\n")
    meta = page.locator("input[name$=-meta]")
    meta.first.focus()
    persona.mandar("Control+V")
    expect(meta.nth(1)).to_have_value("4")
    expect(dialogo).to_be_hidden()


def test_una_tabla_con_titulos_sobre_las_celdas_se_propone_como_filas_nuevas(pagina_de, plan):
    f.actividad(plan, numero="9", nombre="La que ya estaba", producto="Acta")
    persona = _abrir(pagina_de, plan)
    page = persona.page
    _copiar(page, bloque(fila(1), fila(2)))
    page.locator("[data-mipg-fila] input[name$=-numero]").first.focus()
    persona.mandar("Control+V")
    dialogo = page.locator("[data-mipg-pegado]")
    expect(dialogo).to_contain_text("con sus títulos")
    dialogo.get_by_role("button", name="Pegar como filas nuevas").click()
    expect(page.locator("[data-mipg-id]")).to_have_count(3)
    persona.guardado()
    assert plan.actividades.filter(nombre="La que ya estaba").exists() and plan.actividades.count() == 3
    # El número que ya está no se repite ni deja la fila en rojo: se dice antes.
    page.locator("[data-mipg-fila] input[name$=-numero]").first.focus()
    persona.mandar("Control+Shift+V")
    expect(dialogo).to_contain_text("2 filas traen un número que ya está en la hoja")
    dialogo.get_by_role("button", name="Pegar", exact=True).click()
    expect(page.locator("[data-mipg-id]")).to_have_count(5)
    persona.guardado()
    assert page.locator("[data-mipg-fila] [aria-invalid]").count() == 0
    assert len(set(plan.actividades.values_list("numero", flat=True))) == 5
    # Deshacer se lleva la fila en que se estaba: el foco sigue en la hoja.
    persona.mandar("Control+z")
    expect(page.locator("[data-mipg-id]")).to_have_count(3)
    expect(page.locator("[data-mipg-fila] input[name$=-nombre]").last).to_be_focused()


def test_deshacer_lo_pegado_mientras_se_guarda_no_deja_filas_vacias(pagina_de, plan):
    persona = _abrir(pagina_de, plan)
    page = persona.page
    page.route("**/formular/", lambda ruta: (page.wait_for_timeout(400), ruta.continue_())[1])
    _copiar(page, bloque(*(fila(n) for n in range(1, 6))))
    page.locator("[data-mipg-fila] input[name$=-nombre]").first.focus()
    persona.mandar("Control+Shift+V")
    expect(page.locator("[data-mipg-fila]")).to_have_count(6)
    persona.mandar("Control+z")
    expect(page.locator("[data-mipg-guardado]")).to_contain_text("Guardado")
    page.wait_for_timeout(1200)
    persona.quieta()
    expect(page.locator("[data-mipg-fila]")).to_have_count(1)
    assert not plan.actividades.exists()


def test_lo_pegado_sin_columna_no_se_manda_dos_veces(pagina_de, plan):
    persona = _abrir(pagina_de, plan)
    page = persona.page
    _copiar(page, bloque([*fila(1), "Boletines publicados"], titulos=(*TITULOS, "Indicador")))
    page.locator("[data-mipg-fila] input[name$=-nombre]").first.focus()
    persona.mandar("Control+Shift+V")
    expect(page.locator("[data-mipg-id]")).to_have_count(1)
    persona.guardado()
    # Otra persona lo corrige; tocar otra celda no la contradice.
    plan.actividades.update(indicador="Boletines leídos", version=9)
    page.locator("[data-mipg-id] input[name$=-producto]").fill("Boletín mensual")
    page.keyboard.press("Tab")
    persona.guardado()
    una = plan.actividades.get()
    assert (una.indicador, una.producto) == ("Boletines leídos", "Boletín mensual")
    assert page.locator("[data-mipg-guardado]").inner_text().startswith("Guardado")


def test_sin_conexion_se_dice_que_no_se_pego(pagina_de, plan, consola):
    consola.permitir("ERR_INTERNET_DISCONNECTED", "dynamically imported module")
    f.actividad(plan, numero="1", nombre="Tarea", producto="Acta")
    persona = _abrir(pagina_de, plan)
    page = persona.page
    _copiar(page, "Libro\tlibros\r\n")
    celda = page.locator("input[name$=-producto]").first
    celda.focus()
    page.context.set_offline(True)
    persona.mandar("Control+V")
    expect(page.locator("[data-mipg-guardado]")).to_contain_text("No se pegó: no hay conexión")
    expect(celda).to_have_value("Acta")
    page.context.set_offline(False)
    persona.mandar("Control+V")
    expect(celda).to_have_value("Libro")
    persona.guardado()
