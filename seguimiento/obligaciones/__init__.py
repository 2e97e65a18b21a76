"""Lo que se debe en seguimiento, por sustantivo."""

from seguimiento.obligaciones.reportes import (
    DIAS_PARA_REVISAR,
    Responsables,
    colas,
    de_personas,
    pendientes,
    por_reportar,
)

__all__ = ["DIAS_PARA_REVISAR", "Responsables", "colas", "de_personas", "pendientes", "por_reportar"]
