"""Formularios de planes, actividades e importaciones: de texto a tipos del dominio."""

from .actividades import ActividadForm, EnlaceForm
from .importaciones import CorregirForm, ImportarForm
from .planes import ActoForm, AprobarForm, DevolverForm, FiltroPlanesForm, PlanForm
from .ventanas import AmpliarVentanaForm, VentanaForm

__all__ = [
    "ActividadForm",
    "ActoForm",
    "AmpliarVentanaForm",
    "AprobarForm",
    "CorregirForm",
    "DevolverForm",
    "EnlaceForm",
    "FiltroPlanesForm",
    "ImportarForm",
    "PlanForm",
    "VentanaForm",
]
