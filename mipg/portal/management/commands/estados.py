"""Tablas de estados en Markdown, tal como van en el README."""

from collections.abc import Mapping

from django.core.management.base import BaseCommand

from planes.models import Plan
from planes.reglas import TRANSICIONES as DE_PLANES
from seguimiento.models import Avance, Corte
from seguimiento.reglas.avances import TRANSICIONES as DE_AVANCES
from seguimiento.reglas.cortes import TRANSICIONES as DE_CORTES

OBJETOS = ((Plan, DE_PLANES), (Corte, DE_CORTES), (Avance, DE_AVANCES))


def tabla(modelo, transiciones: Mapping[str, Mapping[str, str]]) -> str:
    """Una fila por estado y verbo: de dónde, qué se hace y a dónde lleva."""
    rotulos = dict(modelo.Estado.choices)
    lineas = [f"**{modelo._meta.verbose_name.capitalize()}**", "", "| Estado | Verbo | Pasa a |", "|---|---|---|"]
    for estado, verbos in transiciones.items():
        for verbo, siguiente in verbos.items() or [("—", "")]:
            lineas.append(f"| {rotulos[estado]} | {verbo} | {rotulos.get(siguiente, '(final)')} |")
    return "\n".join(lineas)


def todas() -> str:
    """Las tablas de todos los objetos con estados."""
    return "\n\n".join(tabla(modelo, transiciones) for modelo, transiciones in OBJETOS)


class Command(BaseCommand):
    """`manage.py estados`: escribe las tablas para pegarlas en el README."""

    help = "Escribe las tablas de estados en Markdown."

    def handle(self, *args, **options):
        self.stdout.write(todas())
