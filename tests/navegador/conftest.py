"""Recorridos en el Chromium del sistema: sin red, sin errores de consola, sin faltas de CSP."""

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from playwright.sync_api import expect

from tests.sesiones import entrar

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
AXE = Path(__file__).resolve().parent.parent / "axe.min.js"
NORMAS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
RECIEN_SALIDA = 0.03  # segundos que tarda en llegar al servidor lo que una página ya mandó
PACIENCIA = 15_000  # milisegundos: cuánto se espera a que algo aparezca, en una máquina ocupada
FALTA_CSP = "Falta a la política de contenido"


# --- Navegador ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """El Chromium de apt, sin ventana ni tareas de fondo y sin poder resolver más nombre que esta máquina.

    Es el mismo navegador sin su interfaz (menús, pestañas, perfiles), que aquí nadie ve y cuesta un quinto del tiempo.
    """
    if not CHROMIUM.exists():
        pytest.fail(f"Falta Chromium. Instálelo con «sudo apt-get install {CHROMIUM.name}» o use «make test».")
    return {
        **browser_type_launch_args,
        "executable_path": str(CHROMIUM),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--disable-quic",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            # Cada página estrena su código: compilarlo a fondo cuesta más de lo que alcanza a ahorrar.
            "--js-flags=--no-turbofan --no-maglev --single-threaded-gc --min-semi-space-size=16",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Un computador de oficina en Cartagena."""
    return {
        **browser_context_args,
        "locale": "es-CO",
        "timezone_id": "America/Bogota",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture(scope="session", autouse=True)
def _django_dentro_del_bucle():
    # Playwright deja un bucle asíncrono en el hilo de la prueba y Django se niega a consultar la base ahí.
    parche = pytest.MonkeyPatch()
    parche.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    yield
    parche.undo()


@pytest.fixture(scope="session", autouse=True)
def _paciencia():
    expect.set_options(timeout=PACIENCIA)


# --- Lo que sigue en camino ---------------------------------------------------------------------------------


class EnCamino:
    """En qué hilos atiende el servidor una petición en este instante.

    Las del cliente de Django van en el de la prueba: no cuentan, y a veces nadie las da por terminadas.
    """

    def __init__(self):
        self._hilos: set[int] = set()
        request_started.connect(self._empieza)
        request_finished.connect(self._termina)

    def _empieza(self, **_) -> None:
        if threading.current_thread() is not threading.main_thread():
            self._hilos.add(threading.get_ident())

    def _termina(self, **_) -> None:
        self._hilos.discard(threading.get_ident())

    def esperar(self) -> None:
        """Espera a que no quede ninguna: ni atendiéndose ni recién salida de una página que se cerró."""
        limite = time.monotonic() + PACIENCIA / 1000
        time.sleep(RECIEN_SALIDA)
        while self._hilos and time.monotonic() < limite:
            time.sleep(RECIEN_SALIDA)
        assert not self._hilos, "El servidor sigue atendiendo una petición de la prueba."


@pytest.fixture(scope="session")
def en_camino():
    """Las peticiones en camino."""
    return EnCamino()


@pytest.fixture(autouse=True)
def _nada_en_camino(en_camino):
    # Termina con los contextos ya cerrados y antes de vaciar la base: un autoguardado tardío la bloquearía o le dejaría
    # filas a la prueba siguiente.
    yield
    en_camino.esperar()


# --- Lo que la página no debe decir -------------------------------------------------------------------------


class Consola:
    """Errores de consola, excepciones y faltas de CSP de todas las páginas de la prueba."""

    def __init__(self):
        self._errores: list[str] = []
        self._permitidos: list[str] = []

    def permitir(self, *textos: str) -> None:
        """Los errores que contengan alguno de estos textos son los que la prueba provoca (`"404"`)."""
        self._permitidos.extend(textos)

    def vigilar(self, contexto) -> None:
        """Empieza a escuchar todas las páginas de un contexto de Playwright."""
        contexto.on("console", lambda m: m.type == "error" and self._anotar(m.text))
        contexto.on("weberror", lambda e: self._anotar(str(e.error)))
        contexto.add_init_script(
            "document.addEventListener('securitypolicyviolation', falta => console.error("
            f"'{FALTA_CSP}: ' + [falta.violatedDirective, falta.blockedURI, falta.sourceFile].join(' ')))"
        )

    @property
    def errores(self) -> list[str]:
        """Los errores no permitidos hasta ahora."""
        return [e for e in self._errores if not any(texto in e for texto in self._permitidos)]

    def olvidar(self) -> None:
        """Da por dichos los errores de hasta ahora, para quien los cuenta página por página."""
        self._errores.clear()

    def _anotar(self, texto: str) -> None:
        self._errores.append(texto)


@pytest.fixture
def consola():
    """Se comprueba sola al terminar la prueba; `consola.permitir("404")` para los errores provocados."""
    consola = Consola()
    yield consola
    assert not consola.errores, "La consola del navegador dijo:\n- " + "\n- ".join(consola.errores)


@pytest.fixture
def new_context(new_context, consola):
    """La fábrica de contextos de pytest-playwright (de la que salen `context` y `page`), vigilada."""

    def crear(**opciones):
        contexto = new_context(**opciones)
        contexto.set_default_timeout(PACIENCIA)
        consola.vigilar(contexto)
        return contexto

    return crear


# --- Sitio y personas ---------------------------------------------------------------------------------------


@pytest.fixture
def sitio(live_server, settings) -> str:
    """Dirección del portal servido para la prueba (`http://127.0.0.1:…`), también en los correos."""
    direccion = live_server.url.replace("localhost", "127.0.0.1")
    settings.BASE_URL = direccion
    return direccion


@pytest.fixture
def pagina_de(new_context, sitio):
    """`pagina_de(persona, **opciones)`: página en un contexto nuevo con la sesión de esa persona ya iniciada.

    Las opciones son las de un contexto de Playwright (`viewport`, `java_script_enabled`…).
    """

    def abrir(persona, **opciones):
        cliente = entrar(persona)
        contexto = new_context(base_url=sitio, **opciones)
        contexto.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": cliente.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": sitio,
                    "expires": time.time() + 3600,
                }
            ]
        )
        return contexto.new_page()

    return abrir


# --- Accesibilidad ------------------------------------------------------------------------------------------


# Sin copiar el HTML de cada elemento ni contar lo que está bien: sólo se lee dónde están las faltas.
REVISAR = """([solo, sin]) => {
    if (typeof axe === "undefined") return null;
    // axe compara el nombre de un enlace con lo que se ve sin igualar los espacios duros de «82,50 %».
    document.querySelectorAll("[aria-label*='\u00a0']").forEach(
        e => e.setAttribute("aria-label", e.getAttribute("aria-label").replaceAll("\u00a0", " ")));
    axe.configure({noHtml: true});
    return axe.run(document, {
        runOnly: solo,
        rules: Object.fromEntries(sin.map(regla => [regla, {enabled: false}])),
        reporter: "no-passes",
        preload: false, // si no, copia hojas de estilo en línea, y la CSP lo impide
    }).then(resultado => resultado.violations.map(
        ({id, impact, help, nodes}) => ({id, impact, help, nodes: nodes.map(({target}) => ({target}))})));
}"""


@pytest.fixture(scope="session")
def axe():
    """`axe(page)`: faltas a WCAG 2.1 A y AA de la página abierta; lista vacía si no hay.

    `axe(page, ["color-contrast"])` mira sólo esas reglas, y `axe(page, sin=[…])`, todas menos esas. Cada falta es un
    texto: la regla, su gravedad, qué significa y los elementos que la incumplen.
    """
    fuente = AXE.read_text(encoding="utf-8")

    def revisar(page, reglas: Sequence[str] = (), *, sin: Sequence[str] = ()) -> list[str]:
        que = [{"type": "rule", "values": reglas} if reglas else {"type": "tag", "values": NORMAS}, sin]
        faltas = page.evaluate(REVISAR, que)
        if faltas is None:
            # `evaluate` entra por el depurador: funciona aunque la CSP prohíba scripts en línea.
            page.evaluate(fuente)
            faltas = page.evaluate(REVISAR, que)
        return [
            f"{falta['id']} ({falta['impact']}): {falta['help']} → "
            + "; ".join(str(nodo["target"]) for nodo in falta["nodes"])
            for falta in faltas
        ]

    return revisar
