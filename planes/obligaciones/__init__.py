"""Lo que se debe en planes, por sustantivo; sale del estado de cada cosa."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import QuerySet

from mipg.consultas import armada_una_vez
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.reglas import Perfil

from .papeles import Papeles
from .planes import ACTO, VERBOS, de_planes

__all__ = ["ACTO", "VERBOS", "de_perfil", "pendientes"]

# Cada sustantivo da lo suyo de unos papeles, en un número fijo de consultas.
PROVEEDORES: tuple[Callable[[Papeles], Iterator[Obligacion]], ...] = (de_planes,)


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Las de todas las personas; con `persona`, sólo las suyas."""
    papeles = dict.fromkeys((a.persona_id, a.rol, a.dependencia_id) for a in _asignaciones(hoy, persona))
    return _de(Papeles.de(hoy, papeles, de_todos=persona is None))


@armada_una_vez
def _asignaciones(hoy: date, persona: int | None) -> QuerySet[Asignacion]:
    vigentes = Asignacion.objects.vigentes(hoy).order_by("persona_id", "id").only("persona", "rol", "dependencia")
    return vigentes if persona is None else vigentes.filter(persona=persona)


def de_perfil(perfil: Perfil) -> Iterator[Obligacion]:
    """Las de una persona, con los papeles que ya se saben."""
    papeles = {(perfil.persona, papel.rol, papel.dependencia) for papel in perfil.papeles}
    return _de(Papeles.de(perfil.hoy, papeles, de_todos=False))


def _de(papeles: Papeles) -> Iterator[Obligacion]:
    if papeles.de_todos or papeles.jefes or papeles.deciden:
        for proveedor in PROVEEDORES:
            yield from proveedor(papeles)
