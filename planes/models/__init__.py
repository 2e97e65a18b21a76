"""Planes de cualquier clase, sus actividades, versiones, propuestas, prórrogas y observaciones."""

from .actividades import (
    OPCIONES,
    Actividad,
    DatosDeActividad,
    FuenteActividad,
    SentidoActividad,
    TipoMetaActividad,
)
from .observaciones import Observacion
from .planes import ActoPlan, ClasePlan, EstadoPlan, Plan
from .propuestas import ActividadPropuesta, EstadoPropuesta, Propuesta
from .prorrogas import EstadoProrroga, Prorroga
from .versiones import VersionPlan

__all__ = [
    "OPCIONES",
    "Actividad",
    "ActividadPropuesta",
    "ActoPlan",
    "ClasePlan",
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
    "TipoMetaActividad",
    "VersionPlan",
]
