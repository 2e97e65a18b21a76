"""Tablas de estados en Markdown, tal como van en el README."""

from django.core.management.base import BaseCommand

from furag.models import AccionMejora, Carga, Recomendacion
from furag.reglas import TRANSICIONES_DE_CARGA, TRANSICIONES_DE_MEJORA, TRANSICIONES_DE_RECOMENDACION
from mipg.avisos.models import Mensaje
from mipg.avisos.reglas import TRANSICIONES as DE_MENSAJES
from mipg.expediente.models import Emision, Importacion
from mipg.expediente.reglas import TRANSICIONES_DE_EMISION, TRANSICIONES_DE_IMPORTACION, TRANSICIONES_DE_LECTURA
from mipg.reglas import Transiciones
from mipg.usuarios.models import CambioDeCuenta
from mipg.usuarios.reglas.cambios import TRANSICIONES_DE_CAMBIO
from planes.models import (
    Compromiso,
    Plan,
    Propuesta,
    Prorroga,
    Punto,
    Requerimiento,
    SeguimientoDePlan,
    Sesion,
    Vencimiento,
)
from planes.reglas import TRANSICIONES as DE_PLANES
from planes.reglas import TRANSICIONES_DE_PROPUESTA, TRANSICIONES_DE_PRORROGA, TRANSICIONES_DEL_ACTO
from planes.reglas.de_ley import TRANSICIONES_DE_REQUERIMIENTO, TRANSICIONES_DE_VENCIMIENTO
from planes.reglas.institucionales import TRANSICIONES_DE_SEGUIMIENTO
from planes.reglas.sesiones import TRANSICIONES_DE_COMPROMISO, TRANSICIONES_DE_PUNTO, TRANSICIONES_DE_SESION
from politicas.models import Jornada
from politicas.reglas.jornadas import TRANSICIONES_DE_JORNADA
from seguimiento.models import Avance, Corte
from seguimiento.reglas.avances import TRANSICIONES as DE_AVANCES
from seguimiento.reglas.cortes import TRANSICIONES as DE_CORTES

# Todo campo con transiciones: una prueba exige que no falte ningún modelo con estado.
OBJETOS: tuple[tuple[type, str, Transiciones], ...] = (
    (Plan, "estado", DE_PLANES),
    (Plan, "acto", TRANSICIONES_DEL_ACTO),
    (Propuesta, "estado", TRANSICIONES_DE_PROPUESTA),
    (Prorroga, "estado", TRANSICIONES_DE_PRORROGA),
    (Sesion, "estado", TRANSICIONES_DE_SESION),
    (Punto, "estado", TRANSICIONES_DE_PUNTO),
    (Compromiso, "estado", TRANSICIONES_DE_COMPROMISO),
    (SeguimientoDePlan, "estado", TRANSICIONES_DE_SEGUIMIENTO),
    (Vencimiento, "estado", TRANSICIONES_DE_VENCIMIENTO),
    (Requerimiento, "estado", TRANSICIONES_DE_REQUERIMIENTO),
    (Carga, "estado", TRANSICIONES_DE_CARGA),
    (Recomendacion, "estado", TRANSICIONES_DE_RECOMENDACION),
    (AccionMejora, "estado", TRANSICIONES_DE_MEJORA),
    (Jornada, "estado", TRANSICIONES_DE_JORNADA),
    (Corte, "estado", DE_CORTES),
    (Avance, "estado", DE_AVANCES),
    (Importacion, "estado", TRANSICIONES_DE_IMPORTACION),
    (Importacion, "lectura", TRANSICIONES_DE_LECTURA),
    (Emision, "estado", TRANSICIONES_DE_EMISION),
    (Mensaje, "estado", DE_MENSAJES),
    (CambioDeCuenta, "estado", TRANSICIONES_DE_CAMBIO),
)


def tabla(modelo, campo: str, transiciones: Transiciones) -> str:
    """Una fila por estado y verbo: de dónde, qué se hace y a dónde puede llevar."""
    columna = modelo._meta.get_field(campo)
    rotulos = dict(columna.flatchoices)
    titulo = modelo._meta.verbose_name.capitalize()
    lineas = [
        f"**{titulo}**" if campo == "estado" else f"**{titulo}: {columna.verbose_name}**",
        "",
        "| Estado | Verbo | Pasa a |",
        "|---|---|---|",
    ]
    for estado, verbos in transiciones.items():
        for verbo, destinos in verbos.items() or [("—", ())]:
            pasa_a = " o ".join(rotulos[destino] for destino in destinos) or "(final)"
            lineas.append(f"| {rotulos[estado]} | {verbo} | {pasa_a} |")
    return "\n".join(lineas)


def todas() -> str:
    """Las tablas de todos los objetos con estados."""
    return "\n\n".join(tabla(*objeto) for objeto in OBJETOS)


class Command(BaseCommand):
    """`manage.py estados`: escribe las tablas para pegarlas en el README."""

    help = "Escribe las tablas de estados en Markdown."

    def handle(self, *args, **options):
        self.stdout.write(todas())
