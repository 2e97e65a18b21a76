"""Planes de cualquier clase, sus actividades, versiones aprobadas y observaciones."""

from .actividades import OPCIONES, Actividad, FuenteActividad, SentidoActividad, TipoMetaActividad
from .observaciones import Observacion
from .planes import ActoPlan, ClasePlan, EstadoPlan, Plan
from .versiones import VersionPlan

__all__ = [
    "OPCIONES",
    "Actividad",
    "ActoPlan",
    "ClasePlan",
    "EstadoPlan",
    "FuenteActividad",
    "Observacion",
    "Plan",
    "SentidoActividad",
    "TipoMetaActividad",
    "VersionPlan",
]
