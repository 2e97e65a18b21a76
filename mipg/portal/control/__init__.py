"""Lo que vigila Control Interno: todo cambio de cuentas, roles y encargos, y las excepciones de segregación.

Cada fuente dice qué hizo quién en un periodo; aquí se juntan en una sola lista, por fecha. Se ordenan sólo las claves y
de las que se ven se lee lo demás: las mismas consultas sean cuantas sean.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet, Value

from mipg.fechas import BOGOTA
from mipg.orden import Orden
from mipg.portal.control.fuentes import FUENTES, Hecho, Pedido

COLUMNAS = {"fecha": ("Fecha", "cuando"), "persona": ("Persona", "de_quien")}
TITULOS = (
    *("Fecha", "Clase", "Qué se hizo", "Persona", "Detalle", "Lo pidió o lo hizo", "Lo confirmó o lo decidió"),
    *("Acto administrativo", "En qué terminó"),
)


@dataclass(frozen=True)
class Hechos:
    """Los hechos que cumplen lo pedido, en el orden pedido; lo último primero si no se pide ninguno."""

    pedido: Pedido
    orden: Orden

    def _claves(self) -> QuerySet:
        juntas = [
            fuente.filas(self.pedido)
            .order_by()
            .annotate(fuente=Value(numero), clave=F("pk"))
            .values_list("cuando", "de_quien", "fuente", "clave")
            for numero, fuente in enumerate(FUENTES)
        ]
        primera, *demas = juntas
        return primera.union(*demas, all=True)

    def count(self) -> int:
        """Cuántos son."""
        return self._claves().count()

    def __getitem__(self, tajada: slice) -> list[Hecho]:
        columna = COLUMNAS[self.orden.clave][1] if self.orden.clave else "cuando"
        desciende = self.orden.desciende if self.orden.clave else True
        claves = self._claves().order_by(f"{'-' if desciende else ''}{columna}", "-cuando", "fuente", "-clave")
        return _leidos([(fuente, clave) for *_, fuente, clave in claves[tajada]])


def _leidos(claves: Sequence[tuple[int, int]]) -> list[Hecho]:
    de_cada_una = defaultdict(list)
    for fuente, clave in claves:
        de_cada_una[fuente].append(clave)
    hechos = {fuente: FUENTES[fuente].leer(suyas) for fuente, suyas in de_cada_una.items()}
    return [hechos[fuente][clave] for fuente, clave in claves]


def renglones(hechos: Iterable[Hecho]) -> list[tuple]:
    """Los hechos como filas de `TITULOS`, para descargarlos."""
    return [
        (
            h.cuando.astimezone(BOGOTA),
            h.clase.label,
            h.que,
            h.persona,
            h.detalle,
            h.pidio,
            h.confirmo,
            h.acto,
            h.resultado,
        )
        for h in hechos
    ]
