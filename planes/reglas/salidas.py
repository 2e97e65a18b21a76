"""Decisiones puras sobre las salidas de un plan: corregir sus datos y trasladarlo antes de aprobarse."""

from datetime import date

from mipg.reglas import Problema
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from planes.reglas import APROBADOS, EDITABLES, puede_formular


def problemas_para_trasladar(
    *, estado: str, dependencia: int, nueva: int, existe: bool, motivo: str, anio: int, fecha_limite: date | None
) -> list[Problema]:
    """Por qué el plan no puede pasar de la `dependencia` que lo coordina a la `nueva` (claves primarias).

    `existe`: la nueva existe hoy. Un plan aprobado conserva su coordinadora: con ella se aprobó.
    """
    if estado in APROBADOS:
        return [Problema("El plan ya se aprobó con su dependencia coordinadora: no se traslada.")]
    problemas = problemas_de_limite(fecha_limite, anio)
    if nueva == dependencia:
        problemas.append(Problema("Esa dependencia ya lo coordina: elija otra.", "dependencia"))
    elif not existe:
        problemas.append(Problema("Esa dependencia ya no existe: elija una de las de hoy.", "dependencia"))
    if not motivo.strip():
        problemas.append(Problema("Diga por qué se traslada.", "motivo"))
    return problemas


def problemas_para_editar(perfil: Perfil, *, estado: str, coordinadora: int) -> list[Problema]:
    """Por qué la persona no puede corregir el nombre del plan: quien formula, mientras formula; Planeación, hasta
    que se apruebe.
    """
    if estado in APROBADOS:
        return [Problema("El plan ya se aprobó: su nombre quedó en la versión aprobada. Proponga una modificación.")]
    if not puede_formular(perfil, coordinadora):
        return [Problema("Usted formula sólo los planes de su dependencia.")]
    if estado not in EDITABLES and not perfil.puede(Permiso.PLAN_DECIDIR):
        return [Problema("El plan está en revisión: recupérelo para corregirlo.")]
    return []


def problemas_para_mover_limite(perfil: Perfil, *, fecha_limite: date | None, anio: int) -> list[Problema]:
    """Por qué la persona no puede poner esa fecha límite: la pone Planeación, que la vigila."""
    if not perfil.puede(Permiso.PLAN_DECIDIR):
        return [Problema("La fecha límite la cambia Planeación.", "fecha_limite")]
    return problemas_de_limite(fecha_limite, anio)


def problemas_de_limite(fecha_limite: date | None, anio: int) -> list[Problema]:
    """Qué no cuadra en la fecha límite de un plan de la vigencia `anio`."""
    if fecha_limite and fecha_limite.year != anio:
        return [Problema(f"La fecha límite debe ser del año {anio}.", "fecha_limite")]
    return []
