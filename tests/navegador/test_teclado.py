"""Reportar sólo con el teclado, sin JavaScript y desde dos pestañas a la vez."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as Demora

from seguimiento.models import Avance
from tests import fabricas as f

pytestmark = [pytest.mark.navegador, pytest.mark.django_db(transaction=True)]

TEXTO = "Se entregaron dos informes."
MAXIMO_DE_TABULACIONES = 120

# Lo que tiene el foco: su nombre, y si se ve (un contorno o una sombra que no tiene sin foco).
ENFOCADO = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const propio = e.getAttribute("aria-label") || e.innerText || e.value || "";
    const rotulo = e.labels?.length ? e.labels[0].innerText : propio;
    // Las casillas dibujan el foco en sí mismas o en su rótulo; los demás, en sí mismos.
    const se_ve = n => {
        const s = getComputedStyle(n);
        return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none";
    };
    const caja = e.getBoundingClientRect();
    const dentro = caja.width > 0 && caja.bottom > 0 && caja.top < innerHeight && caja.right > 0;
    return {
        rotulo: rotulo.trim().replace(/\\s+/g, " "),
        etiqueta: e.tagName + (e.name ? "." + e.name : ""),
        // Dentro de un campo de fecha el foco pasa a su calendario, que dibuja el suyo el navegador.
        visible: dentro && (!e.matches(":focus") || se_ve(e) || (e.labels && [...e.labels].some(se_ve))),
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

    def tabular_hasta(self, rotulo: str, tecla: str = "Tab") -> None:
        """Pulsa Tab hasta que el foco esté en lo que empieza con ese rótulo."""
        vistos = []
        for _ in range(MAXIMO_DE_TABULACIONES):
            self.page.keyboard.press(tecla)
            actual = self.page.evaluate(ENFOCADO)
            if actual is None:
                continue
            if not actual["visible"]:
                self._esperar_a_que_se_vea(actual)
            if actual["rotulo"].startswith(rotulo):
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

    def pulsar(self, rotulo: str, tecla: str = "Enter") -> None:
        """Llega a un botón o enlace y lo activa."""
        self.tabular_hasta(rotulo)
        self.page.keyboard.press(tecla)


def test_se_entra_se_reporta_y_se_envia_solo_con_el_teclado(new_context, sitio, pendiente):
    page = new_context(base_url=sitio).new_page()
    teclado = Teclado(page)
    page.goto("/inicio/")
    teclado.escribir("Correo", pendiente.enlace.email)
    teclado.escribir("Contraseña", f.CLAVE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hola, Elena")

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
    pendiente.refresh_from_db()
    assert (pendiente.estado, pendiente.cantidad, pendiente.texto) == ("BORRADOR", 2, TEXTO)

    teclado.pulsar("Enviar", tecla="Space")
    expect(page.get_by_role("main")).to_contain_text("enviado")
    pendiente.refresh_from_db()
    assert (pendiente.estado, pendiente.reportado_por_id) == ("ENVIADO", pendiente.enlace.pk)


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
    expect(page.get_by_role("link", name="informe")).to_be_visible()
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("enviado")
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
