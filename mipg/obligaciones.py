"""Obligación: lo que alguien debe hacer, derivado del estado; nunca una tabla que se desincroniza.

Cada app puede tener un módulo `obligaciones` con `pendientes(hoy, persona=None) -> Iterable[Obligacion]`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True, order=True)
class Obligacion:
    """Un deber con dueño, plazo y página donde se resuelve.

    `vence` es el último día para cumplirla; `persona` la clave primaria de a quién le toca (`None` si a nadie:
    hay que decirlo, no callarlo); `clave` la identifica de forma estable (`avance:12:reportar`); `dias_aviso`, cuántos
    días hábiles antes se recuerda.
    """

    vence: date
    verbo: str
    asunto: str
    clave: str
    url: str
    persona: int | None = None
    dependencia: int | None = None
    detalle: str = ""
    dias_aviso: tuple[int, ...] = (15, 5, 1)

    def esta_vencida(self, hoy: date) -> bool:
        """Ya pasó su último día."""
        return self.vence < hoy


def _proveedores() -> Iterator:
    for configuracion in apps.get_app_configs():
        if module_has_submodule(configuracion.module, "obligaciones"):
            modulo = import_module(f"{configuracion.name}.obligaciones")
            if hasattr(modulo, "pendientes"):
                yield modulo.pendientes


def pendientes(hoy: date, persona: int | None = None) -> list[Obligacion]:
    """Todas las obligaciones vivas a la fecha `hoy`, de todas las apps, por orden de vencimiento.

    Con `persona` (clave primaria), sólo las suyas.
    """
    todas: Iterable[Obligacion] = (o for proveedor in _proveedores() for o in proveedor(hoy, persona))
    return sorted(todas, key=lambda o: (o.vence, o.verbo, o.asunto, o.clave, o.persona or 0))
