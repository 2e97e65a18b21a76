"""Visitar páginas en el navegador y juntar todo lo que está mal, para decirlo de una vez.

De cada página se mide: axe (WCAG 2.1 A y AA) a 1280 y a 360 píxeles y con alto contraste; que nada se salga, se corte
ni se encime a 1280, con el texto más grande, al 200 % de zoom, a 360 y a 320; lo que pesa; su título; y la consola.
El alto contraste y el axe del teléfono dependen de las clases de elemento, no de cuántas filas haya: donde no hay
ninguna que no se haya mirado así, no se vuelven a medir.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error as Fallo
from playwright.sync_api import Page

from tests import paginas

ESCRITORIO, TELEFONO, MINIMO = (1280, 800), (360, 740), (320, 740)
AL_DOBLE = (640, 400)  # lo que cabe en 1280 × 800 con el zoom al 200 %
COLORES = ["color-contrast", "link-in-text-block"]
CAPTURAS = os.environ.get("CAPTURAS", "")
PERMITIDOS = ("status of 403", "status of 404", "status of 405", "status of 410", "status of 422")

# Bytes sin comprimir: la primera vez y después, con lo demás ya en la caché.
PESO_INICIAL, PESO_SIGUIENTE = 250_000, 60_000
SIN_PESAR = {"portal:galeria"}  # sólo existe en desarrollo, y lo muestra todo junto

# Lo que se sale de la pantalla y por cuánto; lo que tiene su propia barra de desplazamiento no cuenta.
DESBORDE = """() => {
    const sobra = document.documentElement.scrollWidth - window.innerWidth;
    if (sobra <= 0) return "";
    const con_barra = e => {
        for (let p = e.parentElement; p; p = p.parentElement)
            if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(p).overflowX)) return true;
        return false;
    };
    const culpables = [...document.body.querySelectorAll("*")].filter(
        e => e.getBoundingClientRect().right > window.innerWidth + 1 && !con_barra(e));
    const nombres = culpables.map(e => e.tagName.toLowerCase() + (e.className ? "." + e.className : ""));
    return `se sale ${sobra} px: ` + nombres.slice(-3).join(", ");
}"""

PERDIDO = (Path(__file__).parent / "perdido.js").read_text(encoding="utf-8")
# Pulsar «Aumentar el texto» (o «Reducir»), como una persona, tantas veces.
MAS_TEXTO = """veces => {
    const boton = document.querySelector(`[data-mipg-texto="${Math.sign(veces)}"]`);
    for (let n = 0; boton && n < Math.abs(veces); n++) boton.click();
}"""

# Las dos medidas de una vez, con el texto tantas veces más grande, que después se deja como estaba.
CABER = f"""veces => {{
    ({MAS_TEXTO})(veces);
    const faltas = [({DESBORDE})(), ...({PERDIDO})()];
    ({MAS_TEXTO})(-veces);
    return faltas.filter(Boolean);
}}"""

# Lo que la página trajo, con su tamaño sin comprimir; lo que ya estaba en la caché también aparece.
PESOS = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(e => e.initiatorType !== "fetch" && e.initiatorType !== "xmlhttprequest")
    .map(e => [e.name, e.decodedBodySize])"""


@dataclass(frozen=True)
class Pagina:
    """Una página por visitar.

    `http`: con qué código responde. `llenar`: lo que se hace en ella antes de medirla. `metodo`: cómo se pide.
    """

    nombre: str
    url: str
    http: int = 200
    llenar: Callable | None = None
    metodo: str = "GET"


def enviar_formulario(page: Page, url: str) -> None:
    """Manda por POST un formulario vacío a una dirección, con la clave de la página abierta."""
    with page.expect_navigation():
        page.evaluate(
            """url => {
                const formulario = document.createElement("form");
                const clave = document.querySelector("[name=csrfmiddlewaretoken]");
                formulario.method = "post";
                formulario.action = url;
                if (clave) formulario.append(clave.cloneNode());
                document.body.append(formulario);
                formulario.submit();
            }""",
            url,
        )


class Recorrido:
    """Visita páginas y junta sus faltas; `faltas_de_titulo` compara los títulos de todas al final.

    `sin_en_telefono`: reglas de axe que no se vuelven a mirar a 360 píxeles.
    """

    def __init__(self, axe, sitio: str, consola, *, sin_en_telefono: Sequence[str] = ()):
        self.axe, self.sitio, self.consola = axe, sitio, consola
        self.sin_en_telefono = sin_en_telefono
        self.faltas: list[str] = []
        self.titulos: dict[tuple[str, bool], set[str]] = defaultdict(set)
        self.tamanos: dict[str, int] = {}
        self.pesos: dict[str, tuple[int, int]] = {}
        self.visitadas = 0
        self.mirados: set[int] = set()

    def recorrer(self, rol: str, page: Page, por_ver: Iterable[Pagina]) -> None:
        """Todas las páginas de una persona, en su ventana recién abierta (sin nada en la caché)."""
        page.emulate_media(reduced_motion="reduce")
        page.context.on("request", self._pedido)
        ya_traidos: set[str] = set()
        for pagina in por_ver:
            self._visitar(rol, page, pagina, ya_traidos)
        page.context.close()

    def _pedido(self, pedido) -> None:
        if not pedido.url.startswith((self.sitio, "data:", "blob:")):
            self.faltas.append(f"pidió algo de fuera: {pedido.url}")

    def _abrir(self, page: Page, pagina: Pagina) -> int:
        """Código con que respondió."""
        if pagina.metodo == "GET":
            return page.goto(pagina.url).status
        if not page.locator("[name=csrfmiddlewaretoken]").count():
            page.goto("/cuenta/password/change/")
        with page.expect_response(lambda r: r.request.is_navigation_request()) as respuesta:
            enviar_formulario(page, pagina.url)
        return respuesta.value.status

    def _visitar(self, rol: str, page: Page, pagina: Pagina, ya_traidos: set[str]) -> None:
        def falta(que: str) -> None:
            self.faltas.append(f"{rol} · {pagina.nombre} ({pagina.url}): {que}")

        self._poner(page, ESCRITORIO)
        codigo = self._abrir(page, pagina)
        if codigo != pagina.http:
            falta(f"respondió {codigo} y se esperaba {pagina.http}")
            return
        self._pesar(page, pagina, ya_traidos, falta)
        if pagina.llenar:
            try:
                pagina.llenar(page)
            except Fallo as error:
                falta(f"no se dejó llenar: {error.message}")
                return
        self.visitadas += 1
        for problema in self.axe(page):
            falta(f"axe: {problema}")
        # Un plan publicado se llama igual en el micrositio que dentro: son dos sitios.
        ruta = urlsplit(page.url).path
        self.titulos[page.title(), ruta.startswith("/micrositio/")].add(ruta)
        for error in self.consola.errores:
            falta(f"consola: {error}")
        self.consola.olvidar()
        self._caber(page, f"a {ESCRITORIO[0]} px", falta)
        self._capturar(rol, page, pagina, ESCRITORIO[0])
        nuevos = paginas.variante(page.content()) - self.mirados
        self.mirados |= nuevos
        if nuevos:
            self._contrastar(page, falta)

        self._caber(page, "con el texto más grande", falta, mas_texto=3)
        self._poner(page, AL_DOBLE)
        self._caber(page, "con el zoom al 200 %", falta)
        self._poner(page, MINIMO)
        self._caber(page, f"a {MINIMO[0]} px", falta)
        self._poner(page, TELEFONO)
        self._caber(page, f"a {TELEFONO[0]} px", falta)
        self._capturar(rol, page, pagina, TELEFONO[0])
        for problema in self.axe(page, sin=self.sin_en_telefono) if nuevos else ():
            falta(f"axe a {TELEFONO[0]} px: {problema}")

    @staticmethod
    def _poner(page: Page, medida: tuple[int, int]) -> None:
        page.set_viewport_size({"width": medida[0], "height": medida[1]})

    @staticmethod
    def _caber(page: Page, cuando: str, falta: Callable[[str], None], *, mas_texto: int = 0) -> None:
        for problema in page.evaluate(CABER, mas_texto):
            falta(f"{cuando} {problema}")

    def _contrastar(self, page: Page, falta: Callable[[str], None]) -> None:
        """Alto contraste como lo pone una persona: con el botón de la barra, que la página recuerda."""
        # Sin esperar a que los colores cambien poco a poco.
        pulsar = """() => {
            document.querySelector("[data-mipg-contraste]")?.click();
            document.getAnimations().forEach(cambio => cambio.finish());
            return document.documentElement.dataset.contraste;
        }"""
        if page.evaluate(pulsar) != "alto":
            falta("no tiene cómo ponerse en alto contraste")
            return
        for problema in self.axe(page, COLORES):
            falta(f"axe en alto contraste: {problema}")
        page.evaluate(pulsar)

    def _pesar(self, page: Page, pagina: Pagina, ya_traidos: set[str], falta: Callable[[str], None]) -> None:
        """La página suelta, como primera, y lo que añade a lo que esta persona ya trajo, como siguiente."""
        (_, html), *recursos = page.evaluate(PESOS)
        for nombre, tamano in recursos:
            self.tamanos[nombre] = max(tamano, self.tamanos.get(nombre, 0))
        usados = {nombre for nombre, _ in recursos}
        inicial = html + sum(self.tamanos[n] for n in usados)
        siguiente = html + sum(self.tamanos[n] for n in usados - ya_traidos)
        # El admin es otro sitio: su primera página trae lo suyo.
        primera = not ya_traidos or (pagina.nombre.startswith("admin:") and not _del_admin(ya_traidos))
        ya_traidos |= usados
        self.pesos[pagina.nombre] = (inicial, siguiente)
        if pagina.nombre in SIN_PESAR:
            return
        if inicial > PESO_INICIAL:
            falta(f"pesa {inicial:,} bytes la primera vez ({html:,} de HTML)")
        if siguiente > PESO_SIGUIENTE and not primera:
            falta(f"trae {siguiente:,} bytes con lo demás en la caché ({html:,} de HTML)")

    @staticmethod
    def _capturar(rol: str, page: Page, pagina: Pagina, ancho: int) -> None:
        if CAPTURAS:
            nombre = pagina.nombre.replace(":", "-").replace("?", "_").replace("/", "_").replace(" ", "_")
            page.screenshot(path=Path(CAPTURAS) / f"{rol}-{nombre}-{ancho}.png", full_page=True)

    @property
    def faltas_de_titulo(self) -> list[str]:
        """Títulos que llevan páginas distintas: en las pestañas no se distinguirían."""
        return [f"«{t}» titula {len(r)} páginas: {sorted(r)}" for (t, _), r in self.titulos.items() if len(r) > 1]

    def comprobar(self, *mas: str) -> None:
        """Falla diciendo todo lo que se encontró."""
        encontradas = [*self.faltas, *mas]
        assert not encontradas, f"{self.visitadas} páginas:\n- " + "\n- ".join(encontradas)


def _del_admin(recursos: set[str]) -> bool:
    return any("/static/admin/" in nombre for nombre in recursos)
