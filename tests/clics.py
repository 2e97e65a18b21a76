"""Caminar como una persona: adónde se puede ir desde una página."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

_ENLACE = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
_FORMULARIO = re.compile(r"<form\b[^>]*>|<button\b[^>]*\sformaction=[^>]*>")
_ACCION = re.compile(r'.*\s(?:form)?action="([^"]*)".*', re.DOTALL)


def nombre_de(url: str) -> str:
    """El de la vista que atiende la dirección; vacío si ninguna."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def destinos(respuesta, url: str) -> list[str]:
    """Adónde se puede ir desde una página: sus enlaces y sus formularios de consulta."""
    if not respuesta["Content-Type"].startswith("text/html"):
        return []
    rutas = _ENLACE.findall(respuesta.text)
    rutas += [accion for accion, manda in _formularios(respuesta.text) if accion and not manda]
    completas = (urljoin(url, unescape(ruta)) for ruta in rutas)
    return [completa for completa in dict.fromkeys(completas) if completa.startswith("/")]


def ofrecidos(respuesta, url: str) -> set[str]:
    """Las rutas a las que la página lleva o manda: la propia, si tiene un formulario que se manda a ella misma."""
    suyas = [*_ENLACE.findall(respuesta.text), *(accion for accion, _ in _formularios(respuesta.text))]
    return {urlsplit(urljoin(url, unescape(ruta))).path for ruta in suyas}


def _formularios(texto: str) -> list[tuple[str, bool]]:
    """(A dónde va, si manda datos) de cada formulario y de cada botón que va a otra parte."""
    return [
        (accion[1] if (accion := _ACCION.search(etiqueta)) else "", 'method="post"' in etiqueta)
        for etiqueta in _FORMULARIO.findall(texto)
    ]
