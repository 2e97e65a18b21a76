"""Planes de cualquier clase con todo lo suyo, las sesiones que los deciden, y lo que se debe por ley o se requiere."""

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
from .informes_de_ley import EstadoVencimiento, InformeDeLey, Periodicidad, Vencimiento
from .institucionales import EstadoSeguimiento, PublicacionDePlan, SeguimientoDePlan
from .observaciones import Observacion
from .planes import ActoPlan, ClasePlan, EstadoPlan, Plan
from .propuestas import ActividadPropuesta, EstadoPropuesta, Propuesta
from .prorrogas import EstadoProrroga, Prorroga
from .puntos import ClasePunto, EstadoPunto, Impedimento, Punto, Resultado
from .requerimientos import Actuacion, ClaseActuacion, ClasePlazo, EstadoRequerimiento, Requerimiento
from .sesiones import Aclaracion, Asistencia, EstadoSesion, Miembro, Sesion
from .ventanas import VentanaFormulacion
from .versiones import VersionPlan

__all__ = [
    "OPCIONES",
    "Aclaracion",
    "Actividad",
    "ActividadPropuesta",
    "ActoPlan",
    "Actuacion",
    "Asistencia",
    "ClaseActuacion",
    "ClasePlan",
    "ClasePlazo",
    "ClasePunto",
    "Compromiso",
    "Conforme",
    "DatosDeActividad",
    "EstadoCompromiso",
    "EstadoPlan",
    "EstadoPropuesta",
    "EstadoProrroga",
    "EstadoPunto",
    "EstadoRequerimiento",
    "EstadoSeguimiento",
    "EstadoSesion",
    "EstadoVencimiento",
    "EstrategiaActividad",
    "FuenteActividad",
    "Impedimento",
    "InformeDeLey",
    "Miembro",
    "Observacion",
    "Periodicidad",
    "Plan",
    "Propuesta",
    "Prorroga",
    "PublicacionDePlan",
    "Punto",
    "Requerimiento",
    "Resultado",
    "SeguimientoDePlan",
    "SentidoActividad",
    "SentidoConforme",
    "Sesion",
    "TipoMetaActividad",
    "Vencimiento",
    "VentanaFormulacion",
    "VersionPlan",
]
