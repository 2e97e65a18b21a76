"""Personas, dependencias y asignaciones fechadas."""

from mipg.usuarios.models.dependencias import AliasDependencia, Dependencia, Supresion, TipoDependencia
from mipg.usuarios.models.personas import (
    Asignacion,
    CambioDeCuenta,
    EstadoDeCambio,
    OrigenDeCambio,
    TipoAsignacion,
    Usuario,
    objeto_del_rol,
)

__all__ = [
    "AliasDependencia",
    "Asignacion",
    "CambioDeCuenta",
    "Dependencia",
    "EstadoDeCambio",
    "OrigenDeCambio",
    "Supresion",
    "TipoAsignacion",
    "TipoDependencia",
    "Usuario",
    "objeto_del_rol",
]
