"""A quién le toca lo del catálogo: quién dirige cada dependencia y quién parametriza la vigencia."""

from collections import defaultdict
from datetime import date

from mipg.usuarios.models import Asignacion
from mipg.usuarios.roles import PERMISOS, Permiso, Rol


def a_quienes(hoy: date) -> tuple[dict[int, list[int]], list[int]]:
    """Jefes por dependencia, y las personas de Planeación."""
    jefes, planeacion = defaultdict(list), set()
    vigentes = Asignacion.objects.vigentes(hoy).order_by("persona")
    for persona, rol, dependencia in vigentes.values_list("persona", "rol", "dependencia"):
        if Permiso.ENLACE_DESIGNAR in PERMISOS[Rol(rol)]:
            jefes[dependencia].append(persona)
        elif Permiso.VIGENCIA_EDITAR in PERMISOS[Rol(rol)]:
            planeacion.add(persona)
    return jefes, sorted(planeacion)


def quienes_parametrizan(hoy: date, persona: int | None = None) -> list[int | None]:
    """Las personas que parametrizan la vigencia o, con `persona`, ella si es una; sin nadie que lo haga, `None`."""
    parametrizan = Asignacion.objects.vigentes(hoy).con_permiso(Permiso.VIGENCIA_EDITAR)
    if persona is not None:
        return [persona] if parametrizan.filter(persona=persona).exists() else []
    return sorted(set(parametrizan.order_by().values_list("persona", flat=True))) or [None]
