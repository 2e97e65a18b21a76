"""Lo que se debe en planes, por sustantivo; sale del estado de cada cosa."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from mipg.consultas import armada_una_vez
from mipg.obligaciones import Obligacion
from mipg.usuarios.models import Asignacion
from mipg.usuarios.reglas import Perfil

from .conformes import de_conformes
from .de_ley import de_requerimientos, de_vencimientos
from .institucionales import de_publicaciones, de_seguimientos
from .papeles import Papeles
from .planes import ACTO, VERBOS, de_planes
from .por_crear import CREAR, por_crear
from .propuestas import VERBOS_DE_PROPUESTA, de_propuestas
from .prorrogas import de_prorrogas
from .sesiones import de_compromisos, de_sesiones

__all__ = ["ACTO", "CREAR", "VERBOS", "VERBOS_DE_PROPUESTA", "de_perfil", "pendientes"]

Proveedor = Callable[[Papeles], Iterator[Obligacion]]

# Cada sustantivo da lo suyo de unos papeles, en un número fijo de consultas.
PROVEEDORES: tuple[Proveedor, ...] = (
    *(de_planes, de_propuestas, de_prorrogas, de_conformes, por_crear),
    *(de_sesiones, de_compromisos, de_publicaciones, de_seguimientos),
    *(de_vencimientos, de_requerimientos),
)
# El inicio no los muestra, sino «Mis pendientes»: allí no se leen.
SOLO_EN_PENDIENTES = (
    *(de_conformes, por_crear, de_sesiones, de_compromisos),
    *(de_publicaciones, de_seguimientos, de_vencimientos, de_requerimientos),
)


def pendientes(hoy: date, persona: int | None = None) -> Iterator[Obligacion]:
    """Las de todas las personas; con `persona`, sólo las suyas."""
    papeles = dict.fromkeys((a.persona_id, a.rol, a.dependencia_id) for a in _asignaciones(hoy, persona))
    return _de(Papeles.de(hoy, papeles, de_todos=persona is None, persona=persona), PROVEEDORES)


@armada_una_vez
def _asignaciones(hoy: date, persona: int | None) -> QuerySet[Asignacion]:
    vigentes = Asignacion.objects.vigentes(hoy).order_by("persona_id", "id").only("persona", "rol", "dependencia")
    return vigentes if persona is None else vigentes.filter(persona=persona)


def de_perfil(perfil: Perfil) -> Iterator[Obligacion]:
    """Las de una persona que muestra su inicio, con los papeles que ya se saben."""
    papeles = {(perfil.persona, papel.rol, papel.dependencia) for papel in perfil.papeles}
    del_inicio = [proveedor for proveedor in PROVEEDORES if proveedor not in SOLO_EN_PENDIENTES]
    return _de(Papeles.de(perfil.hoy, papeles, de_todos=False), del_inicio)


def _de(papeles: Papeles, proveedores: Iterable[Proveedor]) -> Iterator[Obligacion]:
    if papeles.de_todos or papeles.personas:
        for proveedor in proveedores:
            yield from proveedor(papeles)
