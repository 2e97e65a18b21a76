"""Carga el catálogo (`fixtures/`): crea lo que falta y respeta lo que alguien corrigió."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mipg.bitacora import contexto
from mipg.reglas import ReglaIncumplida
from politicas.siembra import Informe, sembrar


class Command(BaseCommand):
    """`manage.py sembrar [--actualizar]`; con `-v 2` dice en qué difiere cada fila."""

    help = "Carga el catálogo de fixtures/: crea lo que falta y no pisa lo que ya está."

    def add_arguments(self, parser):
        parser.add_argument("--actualizar", action="store_true", help="Reescribe las filas que difieren del fixture.")

    def handle(self, *args, actualizar, verbosity, **opciones):
        try:
            with contexto.actuar(origen="comando"):
                informe = sembrar(ahora=timezone.now(), actualizar=actualizar)
        except ReglaIncumplida as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self._contar(informe, detalle=verbosity > 1)

    def _contar(self, informe: Informe, *, detalle: bool) -> None:
        self.stdout.write(f"{'':<42}{'creados':>9}{'iguales':>9}{'distintos':>11}{'actualizados':>14}")
        for modelo, cuenta in informe.cuentas.items():
            nombre = str(modelo._meta.verbose_name_plural)
            self.stdout.write(
                f"{nombre:<42}{cuenta.creados:>9}{cuenta.iguales:>9}"
                f"{len(cuenta.distintos):>11}{cuenta.actualizados:>14}"
            )
            for distinta in cuenta.distintos if detalle else ():
                self.stdout.write(f"  {distinta.fila}")
                for campo, (antes, despues) in distinta.cambios.items():
                    self.stdout.write(f"    {campo}: {antes!r} (fixture: {despues!r})")
        if informe.distintos and not detalle:
            self.stdout.write("Vea en qué difieren con -v 2; --actualizar los reescribe.")
