"""Armar un mensaje a partir de sus tres plantillas: asunto, texto y HTML."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string


@dataclass(frozen=True)
class Correo:
    """Mensaje listo para encolar."""

    asunto: str
    texto: str
    html: str


def componer(nombre: str, contexto: Mapping) -> Correo:
    """Pinta `templates/correos/<nombre>.asunto.txt`, `.txt` y `.html`. El asunto queda en una línea."""
    pintar = {
        sufijo: render_to_string(f"correos/{nombre}{sufijo}", contexto) for sufijo in (".asunto.txt", ".txt", ".html")
    }
    return Correo(" ".join(pintar[".asunto.txt"].split()), pintar[".txt"], pintar[".html"])
