"""Planes de cualquier clase con todo lo suyo, y las sesiones del Comité que los deciden."""

from .actividades import (
    OPCIONES,
    Actividad,
    DatosDeActividad,
    EstrategiaActividad,
    FuenteActividad,
    SentidoActividad,
    TipoMetaActividad,
)
from .compromisos import Compromiso, EstadoCompromiso
from .conformes import Conforme, SentidoConforme
from .institucionales import EstadoSeguimiento, PublicacionDePlan, SeguimientoDePlan
from .observaciones import Observacion
from .planes import ActoPlan, ClasePlan, EstadoPlan, Plan
from .propuestas import ActividadPropuesta, EstadoPropuesta, Propuesta
from .prorrogas import EstadoProrroga, Prorroga
from .puntos import ClasePunto, EstadoPunto, Impedimento, Punto, Resultado
from .sesiones import Aclaracion, Asistencia, EstadoSesion, Miembro, Sesion
from .ventanas import VentanaFormulacion
from .versiones import VersionPlan

__all__ = [
    "OPCIONES",
    "Aclaracion",
    "Actividad",
    "ActividadPropuesta",
    "ActoPlan",
    "Asistencia",
    "ClasePlan",
    "ClasePunto",
    "Compromiso",
    "Conforme",
    "DatosDeActividad",
    "EstadoCompromiso",
    "EstadoPlan",
    "EstadoPropuesta",
    "EstadoProrroga",
    "EstadoPunto",
    "EstadoSeguimiento",
    "EstadoSesion",
    "EstrategiaActividad",
    "FuenteActividad",
    "Impedimento",
    "Miembro",
    "Observacion",
    "Plan",
    "Propuesta",
    "Prorroga",
    "PublicacionDePlan",
    "Punto",
    "Resultado",
    "SeguimientoDePlan",
    "SentidoActividad",
    "SentidoConforme",
    "Sesion",
    "TipoMetaActividad",
    "VentanaFormulacion",
    "VersionPlan",
]
