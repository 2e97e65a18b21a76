"""Lo que toda página servida debe cumplir, leído de su HTML, y en qué se distingue una de otra.

`faltas(html, url)` dice lo que una página hace mal: código en línea, recursos de otros servidores, controles sin
nombre, referencias rotas. `variante(html)` dice de qué está hecha, para no revisar dos veces lo mismo.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve

SITIO = "http://testserver"
VACIOS = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# Lo que el navegador trae por sí solo al abrir la página, o adonde manda lo que se escribe en ella.
CARGAN = {
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("audio", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("track", "src"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("use", "href"),
    ("use", "xlink:href"),
    ("image", "href"),
    ("image", "xlink:href"),
    ("form", "action"),
    ("button", "formaction"),
    ("input", "formaction"),
    ("input", "src"),
    ("base", "href"),
}
NO_CARGAN = {"canonical", "alternate", "author", "license", "next", "prev", "help"}
DE_ESTILO = ("class", "role", "type", "scope", "hidden", "disabled", "open", "fill", "stroke")
DE_ESTADO = ("aria-hidden", "aria-current", "aria-invalid", "aria-disabled", "aria-pressed", "aria-sort")
REFERENCIAS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "list")
# Un dibujo con enlaces adentro es un grupo: como imagen, sus enlaces no se oirían.
DIBUJOS = {"img", "group"}
NOMBRADOS = {"a", "button", "summary", "label", "legend", "caption", "title", "svg", "h1", "select", "textarea"}
SIN_ROTULO = {"hidden", "submit", "button", "reset", "image"}
_DEL_DATO = re.compile(r"^(field|column|model|app)-|\d")
_URL_EN_ESTILO = re.compile(r"""url\(\s*["']?(?!["']?(?:#|data:))([^"')]+)""", re.I)
_DE_ESTA_PETICION = re.compile(r"\b(?:[0-9A-Za-z]{64}|[0-9a-f]{32})\b")
_CODIGO = re.compile(r"\s*javascript:", re.I)
_SIN_PINTAR = re.compile(r"\{\{|\{%|\{#|#\}|%\}|\}\}")


@dataclass
class _Elemento:
    etiqueta: str
    atributos: dict[str, str]
    firma: int
    callado: bool
    texto: list[str] = field(default_factory=list)
    hijos: set[str] = field(default_factory=set)

    @property
    def nombre(self) -> str:
        """Lo que de él leería un lector de pantalla, si no se lo pone una referencia."""
        return (
            "".join(self.texto).strip() or (self.atributos.get("aria-label") or self.atributos.get("title", "")).strip()
        )

    @property
    def solo_define(self) -> bool:
        """Un dibujo que sólo guarda piezas para otros: no se ve."""
        return bool(self.hijos) and self.hijos <= {"symbol", "defs"}

    def __str__(self) -> str:
        visibles = ("id", "name", "class", "href", "type")
        dichos = "".join(f' {n}="{self.atributos[n]}"' for n in visibles if self.atributos.get(n))
        return f"<{self.etiqueta}{dichos}>"


class _Lector(HTMLParser):
    """Recorre la página una vez y junta sus elementos, sus faltas y sus firmas."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.abiertos: list[_Elemento] = []
        self.todos: list[_Elemento] = []
        self.faltas: list[str] = []
        self.con_rotulo_alrededor: set[int] = set()
        self.doctype = False

    def handle_decl(self, declaracion):
        self.doctype = self.doctype or declaracion.lower() == "doctype html"

    def handle_starttag(self, etiqueta, pares):
        if etiqueta == "title" and any(e.etiqueta == "svg" for e in self.abiertos):
            etiqueta = "svg:title"
        atributos = {nombre: valor or "" for nombre, valor in pares}
        if len(atributos) < len(pares):
            repetidos = [nombre for nombre, veces in Counter(n for n, _ in pares).items() if veces > 1]
            self.faltas.append(f"<{etiqueta}> repite el atributo {', '.join(repetidos)}")
        clases = " ".join(sorted(c for c in atributos.get("class", "").split() if not _DEL_DATO.search(c)))
        propios = tuple((n, clases if n == "class" else atributos[n]) for n in DE_ESTILO + DE_ESTADO if n in atributos)
        padre = self.abiertos[-1] if self.abiertos else None
        elemento = _Elemento(
            etiqueta,
            atributos,
            firma=hash((padre and padre.firma, etiqueta, propios)),
            callado=atributos.get("aria-hidden") == "true" or bool(padre and padre.callado),
        )
        self.todos.append(elemento)
        if padre:
            padre.hijos.add(etiqueta)
        self._anidado(elemento)
        if etiqueta not in VACIOS:
            self.abiertos.append(elemento)
        elif etiqueta == "img" and not elemento.callado:
            self._decir(atributos.get("alt", ""))

    def handle_startendtag(self, etiqueta, pares):
        self.handle_starttag(etiqueta, pares)
        if etiqueta not in VACIOS:
            self.abiertos.pop()

    def handle_endtag(self, etiqueta):
        if etiqueta in VACIOS:
            return
        if self.abiertos and self.abiertos[-1].etiqueta in {etiqueta, f"svg:{etiqueta}"}:
            self.abiertos.pop()
            return
        self.faltas.append(f"cierra </{etiqueta}> dentro de {self.abiertos[-1] if self.abiertos else 'nada'}")
        if any(e.etiqueta == etiqueta for e in self.abiertos):
            while self.abiertos.pop().etiqueta != etiqueta:
                pass

    def handle_data(self, texto):
        if not texto.strip():
            return
        dentro = self.abiertos[-1].etiqueta if self.abiertos else ""
        if dentro not in {"script", "style", "textarea"} and _SIN_PINTAR.search(texto):
            self.faltas.append(f"muestra código de plantilla: {texto.strip()[:60]!r}")
        if texto.strip() == "None":
            self.faltas.append(f"muestra «None» en {self.abiertos[-1]}")
        if self.abiertos and not self.abiertos[-1].callado:
            self._decir(texto)

    def _decir(self, texto: str) -> None:
        if texto.strip():
            for elemento in self.abiertos:
                if elemento.etiqueta in NOMBRADOS or "id" in elemento.atributos:
                    elemento.texto.append(texto)

    def _anidado(self, elemento: _Elemento) -> None:
        """Lo que el navegador sacaría de donde se escribió, o no sabría a quién dar el clic."""
        alrededor = {e.etiqueta for e in self.abiertos}
        interactivos = {"a", "button"} & alrededor
        if elemento.etiqueta in {"a", "button", "input", "select", "textarea", "summary"} and interactivos:
            self.faltas.append(f"{elemento} va dentro de otro control")
        if elemento.etiqueta == "form" and "form" in alrededor:
            self.faltas.append(f"{elemento} va dentro de otro formulario")
        if "p" in alrededor and elemento.etiqueta in {"p", "div", "ul", "ol", "dl", "table", "form", "section", "h2"}:
            self.faltas.append(f"{elemento} va dentro de un párrafo")
        if "label" in alrededor:
            self.con_rotulo_alrededor.add(id(elemento))


def _leer(html: str) -> _Lector:
    """La página leída. Dos que sólo difieren en su clave csrf o en su número de petición se leen una vez."""
    return _leer_una_vez(_DE_ESTA_PETICION.sub("0", html))


@lru_cache(maxsize=256)
def _leer_una_vez(html: str) -> _Lector:
    lector = _Lector()
    lector.feed(html)
    lector.close()
    return lector


# --- Lo que hace mal ------------------------------------------------------------------------------------------


def es_html(respuesta) -> bool:
    """La respuesta del cliente de pruebas es una página (y no un archivo, un JSON o una redirección vacía)."""
    return respuesta.get("Content-Type", "").startswith("text/html") and not respuesta.streaming


def faltas(html: str, url: str = "/") -> list[str]:
    """Frases con lo que una página (o un fragmento, si no trae `<!DOCTYPE>`) hace mal; vacía si está bien."""
    lector = _leer(html)
    encontradas = [*lector.faltas, *(f"no cierra {e}" for e in lector.abiertos)]
    encontradas += _en_linea(lector)
    encontradas += _de_fuera(lector, url)
    encontradas += _sin_nombre(lector)
    encontradas += _referencias(lector, url)
    if lector.doctype:
        encontradas += _de_pagina_entera(lector)
    return encontradas


def _en_linea(lector: _Lector) -> list[str]:
    dichas = []
    for e in lector.todos:
        if e.etiqueta == "style":
            dichas.append("trae un <style>")
        if e.etiqueta == "script" and not e.atributos.get("src"):
            dichas.append("trae un <script> en línea")
        for nombre, valor in e.atributos.items():
            if nombre == "style" or nombre.startswith(("on", "hx-on")):
                dichas.append(f"{e} lleva {nombre}=")
            if _CODIGO.match(valor):
                dichas.append(f"{e} lleva código en {nombre}")
    return dichas


def _carga(e: _Elemento, atributo: str) -> bool:
    if (e.etiqueta, atributo) == ("link", "href"):
        return not set(e.atributos.get("rel", "").lower().split()) <= NO_CARGAN
    return (e.etiqueta, atributo) in CARGAN or (atributo.startswith("hx-") and atributo[3:] in _VERBOS)


_VERBOS = {"get", "post", "put", "patch", "delete"}


def _de_fuera(lector: _Lector, url: str) -> list[str]:
    """Recursos de otros servidores, y direcciones propias que no existen."""
    dichas = []
    for e in lector.todos:
        for atributo, valor in e.atributos.items():
            if _URL_EN_ESTILO.search(valor):
                dichas.append(f"{e} lleva url() en {atributo}")
            carga = _carga(e, atributo)
            if not carga and not (e.etiqueta in {"a", "area"} and atributo == "href"):
                continue
            partes = [v.split()[0] for v in valor.split(",") if v.strip()] if atributo == "srcset" else [valor]
            for parte in partes:
                entera = urlsplit(urljoin(SITIO + url, parte))
                if entera.scheme in {"data", "mailto", "tel"}:
                    continue
                if f"{entera.scheme}://{entera.netloc}" != SITIO:
                    dichas += [f"{e} trae de fuera {parte}"] if carga else []
                elif not _existe(entera.path):
                    dichas.append(f"{e} lleva a {entera.path}, que no existe")
    return dichas


@lru_cache(maxsize=4096)
def _existe(ruta: str) -> bool:
    if ruta.startswith("/static/"):
        return finders.find(unquote(ruta.removeprefix("/static/"))) is not None
    try:
        resolve(unquote(ruta))
    except Resolver404:
        return False
    return True


def _sin_clave(ruta: str) -> bool:
    """La vista a la que se manda no la pide: es pública y no tiene sesión que proteger."""
    return _existe(ruta) and getattr(resolve(unquote(ruta)).func, "csrf_exempt", False)


def _sin_nombre(lector: _Lector) -> list[str]:
    dichas = []
    rotulos = {e.atributos.get("for") for e in lector.todos if e.etiqueta == "label" and e.nombre}
    por_id = {e.atributos["id"]: e for e in lector.todos if e.atributos.get("id")}

    def nombrado(e: _Elemento) -> bool:
        ajenos = (por_id.get(i) for i in e.atributos.get("aria-labelledby", "").split())
        return bool(e.nombre) or any(ajeno and ajeno.nombre for ajeno in ajenos)

    for e in lector.todos:
        tipo, callado = e.atributos.get("type", "").lower(), e.callado
        if e.etiqueta == "img" and "alt" not in e.atributos:
            dichas.append(f"{e} no tiene alt")
        elif (
            e.etiqueta == "svg"
            and not (callado or e.solo_define)
            and not (e.atributos.get("role") in DIBUJOS and nombrado(e))
        ):
            dichas.append(f"{e} ni se calla (aria-hidden) ni dice qué es (role=img con título)")
        elif e.etiqueta in {"button", "summary", "legend", "caption"} or (e.etiqueta == "a" and "href" in e.atributos):
            if not nombrado(e) and not callado:
                dichas.append(f"{e} no dice nada")
        elif e.etiqueta in {"select", "textarea"} or (e.etiqueta == "input" and tipo not in SIN_ROTULO):
            con_rotulo = e.atributos.get("id") in rotulos or id(e) in lector.con_rotulo_alrededor
            if not con_rotulo and not e.atributos.get("aria-label") and not nombrado(e):
                dichas.append(f"{e} no tiene rótulo")
    return dichas


def _referencias(lector: _Lector, url: str) -> list[str]:
    veces = Counter(e.atributos["id"] for e in lector.todos if "id" in e.atributos)
    dichas = [f"el id «{i}» está {n} veces" for i, n in veces.items() if n > 1]
    if "" in veces:
        dichas.append("hay un id vacío")
    if not lector.doctype:
        return dichas  # un fragmento puede nombrar lo que está en la página a la que llega
    for e in lector.todos:
        for atributo in REFERENCIAS:
            for i in e.atributos.get(atributo, "").split():
                if i not in veces:
                    dichas.append(f"{e} nombra en {atributo} a «{i}», que no está")
        ancla = urlsplit(e.atributos.get("href", "")) if e.etiqueta == "a" else None
        # Con consulta lleva a otra vista de la misma dirección: su ancla es de allá.
        aqui = ancla and not ancla.netloc and not ancla.query and ancla.path in {"", url}
        if aqui and ancla.fragment and ancla.fragment not in veces:
            dichas.append(f"{e} salta a «{ancla.fragment}», que no está")
    return dichas


def _de_pagina_entera(lector: _Lector) -> list[str]:
    cuantos = Counter(e.etiqueta for e in lector.todos)
    dichas = [f"tiene {cuantos[e]} <{e}>" for e in ("html", "title", "main", "h1") if cuantos[e] != 1]
    for e in lector.todos:
        a = e.atributos
        if e.etiqueta == "html" and not a.get("lang", "").startswith("es"):
            dichas.append(f"dice estar en «{a.get('lang', '')}»")
        elif e.etiqueta in {"title", "h1"} and not e.nombre:
            dichas.append(f"tiene vacío el <{e.etiqueta}>")
        elif e.etiqueta == "meta" and re.search(r"maximum-scale|user-scalable", a.get("content", "")):
            dichas.append("no deja ampliar con el zoom")
        elif (
            e.etiqueta == "form"
            and a.get("method", "").lower() == "post"
            and not _lleva_clave(lector, e)
            and not _sin_clave(a.get("action", ""))
        ):
            dichas.append(f"{e} manda sin la clave csrf")
    if not any(e.atributos.get("name") == "viewport" for e in lector.todos):
        dichas.append("no declara el ancho de la pantalla (viewport)")
    return dichas


def _lleva_clave(lector: _Lector, formulario: _Elemento) -> bool:
    """El formulario trae la clave contra peticiones ajenas: está entre sus hijos, que le siguen en el documento."""
    desde = next(n for n, e in enumerate(lector.todos) if e is formulario) + 1
    for e in lector.todos[desde:]:
        if e.etiqueta == "form":
            return False
        if e.atributos.get("name") == "csrfmiddlewaretoken":
            return True
    return False


# --- De qué está hecha ----------------------------------------------------------------------------------------


def variante(html: str) -> frozenset[int]:
    """Las clases de elemento de la página: etiqueta, clases, papel y estado, dentro de qué.

    Dos páginas de la misma plantilla con el mismo conjunto sólo difieren en cuántas filas y qué textos tienen.
    """
    return frozenset(e.firma for e in _leer(html).todos)
