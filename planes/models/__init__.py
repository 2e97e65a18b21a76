"""Planes de cualquier clase, sus actividades, versiones, propuestas, prórrogas, observaciones,
conformes y ventanas.
"""

from .actividades import (
    OPCIONES,
    Actividad,
    DatosDeActividad,
    FuenteActividad,
    SentidoActividad,
    TipoMetaActividad,
)
from .conformes import Conforme, SentidoConforme
from .observaciones import Observacion
from .planes import ActoPlan, ClasePlan, EstadoPlan, Plan
from .propuestas import ActividadPropuesta, EstadoPropuesta, Propuesta
from .prorrogas import EstadoProrroga, Prorroga
from .ventanas import VentanaFormulacion
from .versiones import VersionPlan

__all__ = [
    "OPCIONES",
    "Actividad",
    "ActividadPropuesta",
    "ActoPlan",
    "ClasePlan",
    "Conforme",
    "DatosDeActividad",
    "EstadoPlan",
    "EstadoPropuesta",
    "EstadoProrroga",
    "FuenteActividad",
    "Observacion",
    "Plan",
    "Propuesta",
    "Prorroga",
    "SentidoActividad",
    "SentidoConforme",
    "TipoMetaActividad",
    "VentanaFormulacion",
    "VersionPlan",
]
