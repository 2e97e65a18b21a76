"""Reportar sólo con el teclado, sin JavaScript y desde dos pestañas a la vez."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as Demora

from politicas.models import Dimension, Politica
from seguimiento.models import Avance
from tests import fabricas as f

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

TEXTO = "Se entregaron dos informes."
MAXIMO_DE_TABULACIONES = 120

# Lo que tiene el foco: su nombre, y si se ve (un contorno o una sombra que no tiene sin foco).
ENFOCADO = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const propio = e.getAttribute("aria-label") || e.innerText || e.textContent || e.value || "";
    const rotulo = e.labels?.length ? e.labels[0].innerText : propio;
    // Las casillas dibujan el foco en sí mismas o en su rótulo; los demás, en sí mismos.
    const se_ve = n => {
        const s = getComputedStyle(n);
        return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none";
    };
    // En un dibujo, la silueta del enlace se remarca: un borde más grueso que el que tiene sin foco.
    const remarcado = e instanceof SVGElement && [...e.children].some(h => {
        const s = getComputedStyle(h);
        return s.stroke !== "none" && parseFloat(s.strokeWidth) >= 3;
    });
    const caja = e.getBoundingClientRect();
    const dentro = caja.width > 0 && caja.bottom > 0 && caja.top < innerHeight && caja.right > 0;
    return {
        rotulo: rotulo.trim().replace(/\\s+/g, " "),
        etiqueta: e.tagName + (e.name ? "." + e.name : ""),
        // Dentro de un campo de fecha el foco pasa a su calendario, que dibuja el suyo el navegador.
        visible: dentro && (!e.matches(":focus") || remarcado || se_ve(e) || (e.labels && [...e.labels].some(se_ve))),
    };
}"""


@pytest.fixture
def pendiente(db):
    """Un reporte por escribir del corte abierto hoy, y su enlace."""
    hoy = timezone.localdate()
    oficina = f.dependencia("Secretaría de Ejemplo")
    vigencia = f.vigencia(hoy.year)
    plan = f.plan("PUBLICADO", dependencia=oficina, vigencia=vigencia)
    actividad = f.actividad(plan, (Decimal(2), None, None, None), nombre="Entregar informes")
    corte = f.corte(1, de=vigencia, fecha_corte=hoy, abre=hoy - timedelta(days=1), cierra=hoy + timedelta(days=9))
    avance = f.avance(actividad, corte)
    avance.enlace = f.persona("enlace", oficina, nombre="Elena Enlace")
    return avance


def editar(avance: Avance) -> str:
    """Dirección de la página de captura."""
    return reverse("seguimiento:avance_editar", args=[avance.pk])


class Teclado:
    """Una persona sin ratón: avanza con Tab y comprueba que siempre se ve dónde está."""

    def __init__(self, page: Page):
        self.page = page
        # Desde ya: si se pidiera justo antes de la tecla, la ventana del sistema podría abrirse primero.
        page.on("filechooser", lambda _: None)

    def tabular_hasta(self, rotulo: str, *, contiene: bool = False) -> None:
        """Pulsa Tab hasta que el foco esté en lo que empieza con ese rótulo (o lo contiene)."""
        vistos = []
        for _ in range(MAXIMO_DE_TABULACIONES):
            self.page.keyboard.press("Tab")
            actual = self.page.evaluate(ENFOCADO)
            if actual is None:
                continue
            if not actual["visible"]:
                self._esperar_a_que_se_vea(actual)
            se_pulsa = actual["etiqueta"].startswith(("A", "BUTTON", "SUMMARY"))
            if actual["rotulo"].startswith(rotulo) or (contiene and se_pulsa and rotulo in actual["rotulo"]):
                return
            vistos.append(actual["rotulo"][:40])
        raise AssertionError(f"El teclado no llega a «{rotulo}» en {self.page.url}: pasó por {vistos}")

    def _esperar_a_que_se_vea(self, actual: dict) -> None:
        """La página se desplaza con suavidad: el foco puede tardar un instante en quedar a la vista."""
        try:
            self.page.wait_for_function(f"() => ({ENFOCADO})().visible", timeout=3000)
        except Demora as demora:
            raise AssertionError(f"No se ve el foco en {actual} de {self.page.url}") from demora

    def escribir(self, rotulo: str, texto: str) -> None:
        """Llega a un campo y escribe en él."""
        self.tabular_hasta(rotulo)
        self.page.keyboard.type(texto)

    def pulsar(self, rotulo: str, tecla: str = "Enter", *, contiene: bool = False) -> None:
        """Llega a un botón o enlace y lo activa."""
        self.tabular_hasta(rotulo, contiene=contiene)
        self.page.keyboard.press(tecla)

    def adjuntar(self, rotulo: str, nombre: str, contenido: bytes) -> None:
        """Llega a un campo de archivo, lo abre con la tecla y elige uno."""
        self.tabular_hasta(rotulo)
        with self.page.expect_file_chooser() as ventana:
            self.page.keyboard.press("Enter")
        ventana.value.set_files({"name": nombre, "mimeType": "text/plain", "buffer": contenido})

    def escribir_fecha(self, rotulo: str, fecha: date) -> None:
        """Llega a un campo de fecha y la escribe en el orden que use este navegador."""
        self.tabular_hasta(rotulo)
        campo = self.page.get_by_label(rotulo)
        for orden in ("%m%d%Y", "%d%m%Y"):
            self.page.keyboard.type(fecha.strftime(orden))
            if campo.input_value() == fecha.isoformat():
                return
            self.page.keyboard.press("Shift+Tab")
            self.page.keyboard.press("Shift+Tab")
        raise AssertionError(f"No se pudo escribir {fecha} en «{rotulo}»: quedó {campo.input_value()!r}")


def entrar(page: Page, persona) -> Teclado:
    """Entra por el formulario, sin tocar el ratón."""
    teclado = Teclado(page)
    page.goto("/inicio/")
    teclado.escribir("Correo", persona.email)
    teclado.escribir("Contraseña", f.CLAVE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hola, {persona.nombre.split()[0]}")
    return teclado


def test_el_camino_del_reporte_se_anda_solo_con_el_teclado(new_context, sitio, pendiente):
    """Entrar, reportar, adjuntar y enviar; el jefe avala y Planeación acepta."""
    page = new_context(base_url=sitio).new_page()
    teclado = entrar(page, pendiente.enlace)
    teclado.pulsar("Mis pendientes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mis pendientes")
    teclado.pulsar("Reportar")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entregar informes")

    teclado.tabular_hasta("Con avance")
    page.keyboard.press("Space")
    expect(page.get_by_label("Con avance")).to_be_checked()
    teclado.escribir("Cantidad del periodo", "2")
    teclado.escribir("Avance cualitativo", TEXTO)
    expect(page.get_by_role("status").filter(has_text="Guardado a las")).to_be_visible()
    # El aviso puede ser el de la cantidad, que se guardó antes: el texto va en el autoguardado siguiente.
    for _ in range(50):
        pendiente.refresh_from_db()
        if pendiente.texto:
            break
        page.wait_for_timeout(200)
    assert page.evaluate(ENFOCADO)["rotulo"].startswith("Avance cualitativo"), "El autoguardado se llevó el foco"
    assert (pendiente.estado, pendiente.cantidad, pendiente.texto) == ("BORRADOR", 2, TEXTO)

    teclado.adjuntar("Archivo", "informe.txt", b"Informe")
    teclado.escribir_fecha("Fecha del documento", timezone.localdate())
    teclado.pulsar("Adjuntar")
    expect(page.get_by_role("link", name="informe").first).to_be_visible()
    teclado.pulsar("Enviar", tecla="Space")
    expect(page.get_by_role("main")).to_contain_text("Envió el reporte de «")
    pendiente.refresh_from_db()
    assert (pendiente.estado, pendiente.reportado_por_id) == ("ENVIADO", pendiente.enlace.pk)

    jefe = f.persona("jefe", pendiente.actividad.dependencia, nombre="Julio Jefe")
    planeacion = f.persona("planeacion", nombre="Paula Planeación")
    for persona, boton, estado in ((jefe, "Avalar", "AVALADO"), (planeacion, "Aceptar", "ACEPTADO")):
        page = new_context(base_url=sitio).new_page()
        teclado = entrar(page, persona)
        teclado.pulsar("Revisión" if persona == planeacion else "Mis pendientes")
        expect(page.get_by_role("heading", level=1)).not_to_contain_text("Hola")
        teclado.pulsar("Entregar informes", contiene=True)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Entregar informes")
        teclado.pulsar(boton)
        expect(page.get_by_role("heading", level=1)).not_to_contain_text("Entregar informes")
        pendiente.refresh_from_db()
        assert pendiente.estado == estado


def test_se_busca_solo_con_el_teclado_y_el_foco_no_se_pierde_al_cambiar_los_resultados(pagina_de, pendiente):
    page = pagina_de(pendiente.enlace)
    page.goto("/inicio/")
    page.keyboard.press("Control+k")
    page.keyboard.type("informes")
    page.keyboard.press("Enter")
    resultados = page.locator("#resultados")
    expect(resultados).to_contain_text("Entregar informes")

    # En la página de búsqueda se escribe y los resultados cambian debajo, sin mover a quien escribe.
    teclado = Teclado(page)
    teclado.tabular_hasta("Qué busca")
    page.keyboard.press("Control+a")
    page.keyboard.type("nadaqueaparezca")
    expect(resultados).to_contain_text("No se encontró nada")
    assert page.evaluate(ENFOCADO)["rotulo"] == "Qué busca"
    page.keyboard.press("Control+a")
    page.keyboard.type("entregar")
    expect(resultados).to_contain_text("Entregar informes")
    assert page.evaluate(ENFOCADO)["rotulo"] == "Qué busca"

    page.keyboard.press("ArrowDown")
    assert "Entregar informes" in page.evaluate(ENFOCADO)["rotulo"] and page.evaluate(ENFOCADO)["visible"]
    page.keyboard.press("Escape")
    assert page.evaluate(ENFOCADO)["rotulo"] == "Qué busca"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entregar informes")


def test_el_menu_de_la_persona_se_abre_se_recorre_y_se_cierra_con_el_teclado(pagina_de, pendiente):
    page = pagina_de(pendiente.enlace)
    page.goto("/inicio/")
    teclado = Teclado(page)
    panel = page.locator(".usuario-panel")
    teclado.pulsar("Elena Enlace", contiene=True)
    expect(panel).to_be_visible()
    teclado.tabular_hasta("Mi cuenta")
    page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    assert "Elena Enlace" in page.evaluate(ENFOCADO)["rotulo"], "Al cerrar, el foco vuelve al botón"
    page.keyboard.press("Space")
    teclado.pulsar("Cerrar sesión")
    expect(
        page.get_by_role("link", name="Ingresar").or_(page.get_by_role("button", name="Ingresar")).first
    ).to_be_visible()


def test_el_menu_del_telefono_se_abre_con_el_teclado(pagina_de, pendiente):
    page = pagina_de(pendiente.enlace)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/inicio/")
    teclado = Teclado(page)
    teclado.tabular_hasta("Menú")
    boton = page.get_by_role("button", name="Menú")
    expect(boton).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(boton).to_have_attribute("aria-expanded", "true")
    teclado.pulsar("Mis pendientes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mis pendientes")


def test_la_barra_de_accesibilidad_se_maneja_con_el_teclado_y_se_recuerda(new_context, sitio, pendiente):
    page = new_context(base_url=sitio).new_page()
    page.goto("/")
    teclado, raiz = Teclado(page), page.locator("html")
    teclado.pulsar("Contraste", tecla="Space")
    expect(page.get_by_role("button", name="Contraste")).to_have_attribute("aria-pressed", "true")
    expect(raiz).to_have_attribute("data-contraste", "alto")
    teclado.pulsar("Aumentar el texto", contiene=True)
    expect(raiz).to_have_attribute("data-texto", "1")
    assert page.evaluate(ENFOCADO)["visible"]
    page.reload()
    expect(raiz).to_have_attribute("data-contraste", "alto")
    expect(raiz).to_have_attribute("data-texto", "1")
    assert not page.context.cookies(), "Lo elegido se recuerda en el navegador, sin galletas"


@pytest.mark.parametrize("con_javascript", [True, False], ids=["con JavaScript", "sin JavaScript"])
def test_el_mapa_publico_se_recorre_con_el_teclado(new_context, sitio, con_javascript):
    call_command("sembrar", verbosity=0)
    page = new_context(base_url=sitio, java_script_enabled=con_javascript).new_page()
    page.goto("/")
    mapa = page.locator("svg.mapa a")
    # Cada dimensión y cada política es un enlace del dibujo, y el orden de lectura es el del teclado.
    assert (
        mapa.count()
        == Dimension.objects.filter(version__activa=True).count() + Politica.objects.de_version_activa().count()
    )
    mapa.first.focus()
    assert mapa.first.evaluate("e => e === document.activeElement") or not con_javascript
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(mapa.nth(3)).to_be_focused()
    if con_javascript:
        page.wait_for_function(f"() => ({ENFOCADO})().visible")
    nombre = mapa.nth(3).get_attribute("aria-label").partition(": ")[2]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(nombre)


def test_sin_javascript_tambien_se_busca(pagina_de, pendiente):
    page = pagina_de(pendiente.enlace, java_script_enabled=False)
    page.goto("/inicio/")
    caja = page.get_by_role("searchbox").first
    caja.fill("informes")
    caja.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Entregar informes").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entregar informes")


def test_el_enlace_de_salto_lleva_al_contenido(pagina_de, pendiente):
    page = pagina_de(pendiente.enlace)
    page.goto(editar(pendiente))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Saltar al contenido principal")).to_be_focused()
    assert page.evaluate(ENFOCADO)["visible"]
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    dentro = "() => document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(dentro), "Después de saltar, Tab debe seguir dentro del contenido"


def test_sin_javascript_tambien_se_reporta_con_soporte_y_se_envia(pagina_de, pendiente):
    page = pagina_de(pendiente.enlace, java_script_enabled=False)
    page.goto("/pendientes/")
    page.get_by_role("link", name="Entregar informes").click()
    page.get_by_label("Con avance").check()
    page.get_by_label("Cantidad del periodo").fill("2")
    page.get_by_label("Avance cualitativo").fill(TEXTO)
    page.get_by_role("button", name="Guardar borrador").click()
    expect(page.get_by_label("Avance cualitativo")).to_have_value(TEXTO)
    page.get_by_label("Archivo", exact=True).set_input_files(
        {"name": "informe.txt", "mimeType": "text/plain", "buffer": b"Informe"}
    )
    page.get_by_label("Fecha del documento").fill(str(timezone.localdate()))
    page.get_by_role("button", name="Adjuntar").click()
    expect(page.get_by_role("link", name="informe").first).to_be_visible()
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Envió el reporte de «")
    pendiente.refresh_from_db()
    assert (pendiente.estado, pendiente.cantidad, pendiente.texto) == ("ENVIADO", 2, TEXTO)


def test_dos_pestanas_del_mismo_reporte_no_se_pisan(pagina_de, pendiente, consola):
    consola.permitir("status of 409", "status of 422")  # el autoguardado que choca
    primera = pagina_de(pendiente.enlace)
    primera.goto(editar(pendiente))
    segunda = primera.context.new_page()
    segunda.goto(editar(pendiente))

    primera.get_by_label("Avance cualitativo").fill("Lo que escribió la primera.")
    expect(primera.get_by_role("status").filter(has_text="Guardado a las")).to_be_visible()
    segunda.get_by_label("Avance cualitativo").fill("Lo que escribió la segunda.")
    segunda.get_by_label("Dificultades").fill("Ninguna.")
    expect(segunda.locator(".guardado--error")).to_be_visible()
    pendiente.refresh_from_db()
    assert pendiente.texto == "Lo que escribió la primera."

    # Al guardar con el botón ve los dos valores, y lo suyo sigue en el campo.
    segunda.get_by_role("button", name="Guardar borrador").last.click()
    expect(segunda.get_by_role("main")).to_contain_text(re.compile("ahora está guardado otro valor"))
    expect(segunda.get_by_role("main")).to_contain_text("«Lo que escribió la primera.»")
    expect(segunda.get_by_label("Avance cualitativo")).to_have_value("Lo que escribió la segunda.")
    expect(segunda.get_by_label("Dificultades")).to_have_value("Ninguna.")
    pendiente.refresh_from_db()
    assert pendiente.texto == "Lo que escribió la primera."

    # Guardar otra vez es elegir lo suyo a sabiendas.
    segunda.get_by_role("button", name="Guardar borrador").last.click()
    expect(segunda.get_by_text("ahora está guardado otro valor")).to_have_count(0)
    pendiente.refresh_from_db()
    assert (pendiente.texto, pendiente.dificultades) == ("Lo que escribió la segunda.", "Ninguna.")
