"""Qué se exige para corregir una errata en un plan aprobado sin abrir una versión. Todo puro."""

from collections.abc import Mapping

from mipg.reglas import Problema

CORREGIBLES_EN = ("APROBADO", "PUBLICADO")


def problemas_para_corregir(*, estado: str, motivo: str, cambios: Mapping) -> list[Problema]:
    """Por qué no se corrige la actividad. `cambios`: los campos que quedarían distintos."""
    if estado not in CORREGIBLES_EN:
        return [Problema("Sólo se corrige la actividad de un plan aprobado o publicado.")]
    problemas = []
    if not cambios:
        problemas.append(Problema("No cambió nada: no hay qué corregir."))
    if not motivo.strip():
        problemas.append(Problema("Diga qué estaba mal: queda en la historia del plan.", "motivo"))
    return problemas
