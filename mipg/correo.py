"""Armar un mensaje a partir de sus tres plantillas: asunto, texto y HTML."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.mail.backends.filebased import EmailBackend
from django.template import Context
from django.template.loader import get_template, render_to_string

from mipg.texto import una_linea


@dataclass(frozen=True)
class Correo:
    """Mensaje listo para encolar."""

    asunto: str
    texto: str
    html: str


class EnCarpeta(EmailBackend):
    """Los correos, en archivos que sólo lee quien corre el sistema: llevan enlaces para entrar."""

    def open(self) -> bool:
        """Abre el archivo de esta conexión si no lo está."""
        estrena = super().open()
        os.fchmod(self.stream.fileno(), 0o600)
        return estrena


def componer(nombre: str, contexto: Mapping) -> Correo:
    """Pinta `templates/correos/<nombre>.asunto.txt`, `.txt` y `.html`. El asunto queda en una línea."""
    return armar(f"correos/{nombre}.asunto.txt", f"correos/{nombre}.txt", f"correos/{nombre}.html", contexto)


def armar(asunto: str, texto: str, html: str, contexto: Mapping) -> Correo:
    """El correo de esas plantillas, por su ruta; sin la de HTML, va sólo en texto."""
    return Correo(
        una_linea(_texto(asunto, contexto)),
        _texto(texto, contexto),
        render_to_string(html, contexto) if html else "",
    )


def _texto(plantilla: str, contexto: Mapping) -> str:
    """Texto corriente: sin escapar, porque nadie lo interpreta como HTML."""
    return get_template(plantilla).template.render(Context(dict(contexto), autoescape=False))
