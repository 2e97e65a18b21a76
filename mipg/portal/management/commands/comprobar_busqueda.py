"""Demuestra que el índice del buscador es igual a lo que se deriva de las tablas, o lo vuelve a escribir."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from mipg.buscador import indice

A_LA_VISTA = 20


class Command(BaseCommand):
    """`manage.py comprobar_busqueda [--rehacer]`."""

    help = "Comprueba que el índice del buscador se mantiene y es igual a lo derivado."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Si además se rehace."""
        parser.add_argument("--rehacer", action="store_true", help="lo escribe otra vez entero antes de comprobarlo")

    def handle(self, *args, rehacer: bool, **options) -> None:
        """Compara y falla si algo difiere, diciendo qué."""
        with connection.cursor() as cursor:
            if problema := indice.problema(cursor):
                raise CommandError(problema)
        if rehacer:
            indice.rehacer()
        diferencias = list(indice.diferencias())
        if diferencias:
            vistas = "\n- ".join(diferencias[:A_LA_VISTA])
            raise CommandError(f"El índice difiere en {len(diferencias)} entradas; «--rehacer» lo corrige:\n- {vistas}")
        self.stdout.write("El índice del buscador es igual a lo derivado.")
