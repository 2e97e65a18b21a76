"""Leer un PDF emitido con pikepdf: su texto por página y su árbol de etiquetas, sin programas de fuera."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

_HEX = rb"<([0-9a-fA-F]+)>"
_CARACTER = re.compile(_HEX + rb"\s*" + _HEX)
_RANGO = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*" + _HEX)


@dataclass
class Etiqueta:
    """Nodo del árbol: tipo (`TH`, `Figure`…), página (desde 1), texto alternativo e hijos."""

    tipo: str
    pagina: int | None
    alt: str = ""
    propio: str = ""
    atributos: dict = field(default_factory=dict)
    identificador: str = ""
    hijos: list["Etiqueta"] = field(default_factory=list)

    @property
    def texto(self) -> str:
        """Lo que se lee dentro, en orden."""
        trozos = [self.propio, *(hijo.texto for hijo in self.hijos)]
        return " ".join(" ".join(filter(None, trozos)).replace("\N{ZERO WIDTH SPACE}", "").split())

    def todas(self, *tipos: str) -> Iterator["Etiqueta"]:
        """Las descendientes de esos tipos, en orden de lectura."""
        for hijo in self.hijos:
            if hijo.tipo in tipos:
                yield hijo
            yield from hijo.todas(*tipos)


class LectorPdf:
    """Un PDF abierto para mirarlo."""

    def __init__(self, contenido: bytes):
        self.pdf = pikepdf.open(io.BytesIO(contenido))

    @cached_property
    def _marcado(self) -> list[tuple[str, dict[int, str]]]:
        """Por página: todo su texto y el de cada contenido marcado."""
        return [self._de_pagina(pagina) for pagina in self.pdf.pages]

    @cached_property
    def paginas(self) -> list[str]:
        """Texto de cada página, con un espacio entre trozos."""
        return [" ".join(texto.replace("\N{ZERO WIDTH SPACE}", "").split()) for texto, _ in self._marcado]

    @cached_property
    def arbol(self) -> Etiqueta:
        """El documento etiquetado."""
        self._numero = {pagina.objgen: n for n, pagina in enumerate(self.pdf.pages, start=1)}
        return self._etiqueta(self.pdf.Root.StructTreeRoot.K[0], None)

    @property
    def marcadores(self) -> list[str]:
        """Títulos del panel de marcadores, aplanados."""

        def recorrer(items):
            for item in items:
                yield item.title
                yield from recorrer(item.children)

        with self.pdf.open_outline() as esquema:
            return list(recorrer(esquema.root))

    def filas(self, tabla: Etiqueta) -> list[list[str]]:
        """Texto de las celdas de una tabla, fila por fila, con su encabezado."""
        return [[celda.texto for celda in fila.todas("TH", "TD")] for fila in tabla.todas("TR")]

    def _etiqueta(self, nodo, pagina: int | None) -> Etiqueta:
        if "/Pg" in nodo:
            pagina = self._numero[nodo.Pg.objgen]
        etiqueta = Etiqueta(
            tipo=str(nodo.S)[1:],
            pagina=pagina,
            alt=str(nodo.get("/Alt", "")),
            atributos=dict(nodo.get("/A", {})),
            identificador=str(nodo.get("/ID", "")),
        )
        hijos = nodo.get("/K", [])
        for hijo in hijos if isinstance(hijos, pikepdf.Array) else [hijos]:
            if isinstance(hijo, int):
                etiqueta.propio += " " + self._marcado[pagina - 1][1].get(int(hijo), "")
            elif "/S" in hijo:
                etiqueta.hijos.append(self._etiqueta(hijo, pagina))
        return etiqueta

    def _de_pagina(self, pagina) -> tuple[str, dict[int, str]]:
        todo, marcado = [], {}
        for texto, marca in self._trozos(pagina, []):
            todo.append(texto)
            if marca is not None:
                marcado[marca] = marcado.get(marca, "") + texto
        return " ".join(todo), marcado

    def _trozos(self, contenido, abiertos: list) -> Iterator[tuple[str, int | None]]:
        """Cada texto con la marca que lo encierra, también el de los dibujos puestos aparte (`Do`)."""
        recursos = contenido.get("/Resources", {})
        fuentes = {nombre: _letras(fuente) for nombre, fuente in recursos.get("/Font", {}).items()}
        letras = {}
        for operandos, operador in pikepdf.parse_content_stream(contenido):
            match str(operador):
                case "BDC":
                    abiertos.append(operandos[1].get("/MCID") if "/MCID" in operandos[1] else None)
                case "BMC":
                    abiertos.append(None)
                case "EMC":
                    abiertos.pop()
                case "Tf":
                    letras = fuentes[str(operandos[0])]
                case "Do":
                    dibujo = recursos["/XObject"][str(operandos[0])]
                    if dibujo.get("/Subtype") == "/Form":
                        yield from self._trozos(dibujo, abiertos)
                case "Tj" | "TJ":
                    trozos = operandos[0] if isinstance(operandos[0], pikepdf.Array) else operandos
                    texto = "".join(_leer(bytes(t), letras) for t in trozos if isinstance(t, pikepdf.String))
                    dentro = next((int(m) for m in reversed(abiertos) if m is not None), None)
                    yield texto, dentro


def _letras(fuente) -> dict[int, str]:
    """De número de glifo a texto, según el mapa `ToUnicode`."""
    mapa = fuente.ToUnicode.read_bytes()
    letras = {}
    for bloque in re.findall(rb"beginbfchar(.*?)endbfchar", mapa, re.DOTALL):
        for glifo, texto in _CARACTER.findall(bloque):
            letras[int(glifo, 16)] = bytes.fromhex(texto.decode()).decode("utf-16-be")
    for bloque in re.findall(rb"beginbfrange(.*?)endbfrange", mapa, re.DOTALL):
        for desde, hasta, texto in _RANGO.findall(bloque):
            primero = int(texto, 16)
            for n in range(int(desde, 16), int(hasta, 16) + 1):
                letras[n] = chr(primero + n - int(desde, 16))
    return letras


def _leer(cadena: bytes, letras: dict[int, str]) -> str:
    return "".join(letras.get(int.from_bytes(cadena[i : i + 2], "big"), "") for i in range(0, len(cadena), 2))
