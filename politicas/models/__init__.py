"""Catálogo versionado del modelo, responsabilidades, instancias, normas, estrategias y la Vigencia."""

from .comunes import ConClaveNatural
from .enlaces import EnlacePolitica
from .instancias import Actor, Instancia
from .modelo import Dimension, Equivalencia, Indice, Politica, VersionModelo
from .normas import AmbitoNorma, Norma
from .planteamientos import PlanteamientoDelAnio
from .responsabilidades import FuenteResponsabilidadPolitica, ResponsabilidadPolitica, RolResponsabilidadPolitica
from .tipos_de_plan import TipoPlan
from .vigencias import Estrategia, Firmante, Vigencia

__all__ = [
    "Actor",
    "AmbitoNorma",
    "ConClaveNatural",
    "Dimension",
    "EnlacePolitica",
    "Equivalencia",
    "Estrategia",
    "Firmante",
    "FuenteResponsabilidadPolitica",
    "Indice",
    "Instancia",
    "Norma",
    "PlanteamientoDelAnio",
    "Politica",
    "ResponsabilidadPolitica",
    "RolResponsabilidadPolitica",
    "TipoPlan",
    "VersionModelo",
    "Vigencia",
]
