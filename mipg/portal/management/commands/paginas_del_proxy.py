"""Escribe las páginas de error que el proxy muestra por su cuenta, aunque la web no responda."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

PAGINAS = ("400.html", "413.html", "429.html", "503.html")
# Lo que el proxy cambia por su número de petición (módulo SSI de nginx).
NUMERO, DEL_PROXY = "número-de-petición", '<!--# echo var="request_id" -->'


class Command(BaseCommand):
    """`manage.py paginas_del_proxy CARPETA`, después de `collectstatic`: enlazan los estáticos por su huella."""

    help = "Escribe en una carpeta las páginas de error del proxy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Dónde se escriben."""
        parser.add_argument("carpeta", type=Path, help="se crea si no existe")

    def handle(self, *args, carpeta: Path, **opciones) -> None:
        """Las pinta sin petición ni base de datos."""
        carpeta.mkdir(parents=True, exist_ok=True)
        for pagina in PAGINAS:
            html = render_to_string(pagina, {"peticion": NUMERO}).replace(NUMERO, DEL_PROXY)
            (carpeta / pagina).write_text(html, encoding="utf-8")
