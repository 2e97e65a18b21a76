"""Comprueba que lo copiado de los cortes, por velocidad o para otra app, sea igual a lo que los cortes dicen."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from seguimiento import regias
from seguimiento.acciones.cortes import vigencias_que_no_cuadran
from seguimiento.models import Corte


class Command(BaseCommand):
    """`manage.py comprobar_cortes`: no cambia nada; falla y lo dice si algo no cuadra."""

    help = "Comprueba que las vigencias digan lo que sus cortes, y que el abierto guarde lo que regía en su fecha."

    def handle(self, *args, **opciones):
        """Compara y dice qué no cuadra."""
        faltas = vigencias_que_no_cuadran()
        if (abierto := Corte.objects.abierto()) and (cuantas := regias.faltan(abierto, timezone.localdate())):
            faltas.append(f"{cuantas} actividades de {abierto} no están guardadas como regían: concilie el corte.")
        if faltas:
            raise CommandError("\n".join(faltas))
        self.stdout.write("Las vigencias y sus cortes cuadran.")
