"""Comprueba que lo copiado de los cortes, por velocidad o para otra app, sea igual a lo que los cortes dicen."""

from django.core.management.base import BaseCommand, CommandError

from seguimiento.acciones.cortes import vigencias_que_no_cuadran


class Command(BaseCommand):
    """`manage.py comprobar_cortes`: no cambia nada; falla y lo dice si algo no cuadra."""

    help = "Comprueba que cada vigencia diga de sus cortes lo que ellos dicen: hasta cuál se cerró y sus fechas."

    def handle(self, *args, **opciones):
        """Compara y dice qué no cuadra."""
        if faltas := vigencias_que_no_cuadran():
            raise CommandError("\n".join(faltas))
        self.stdout.write("Las vigencias y sus cortes cuadran.")
