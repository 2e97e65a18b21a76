"""Catálogo versionado del modelo, responsabilidades, instancias, normas, estrategias y la Vigencia."""

from .comunes import ConClaveNatural
from .decisiones import DecisionCatalogo
from .dichos import Atribucion, NombrePolitica
from .enlaces import EnlacePolitica
from .fases import FaseCumplida
from .fuentes import ClaseFuente, Fuente
from .instancias import Actor, Instancia
from .jornadas import EstadoJornada, Jornada, ModalidadJornada, TipoJornada
from .modelo import Dimension, Equivalencia, Indice, Politica, VersionModelo
from .normas import AmbitoNorma, Norma
from .planteamientos import PlanteamientoDelAnio
from .responsabilidades import ResponsabilidadPolitica, RolResponsabilidadPolitica
from .series import SerieMetodologica
from .tipos_de_plan import TipoPlan
from .vigencias import Estrategia, Firmante, Vigencia

__all__ = [
    "Actor",
    "AmbitoNorma",
    "Atribucion",
    "ClaseFuente",
    "ConClaveNatural",
    "DecisionCatalogo",
    "Dimension",
    "EnlacePolitica",
    "Equivalencia",
    "EstadoJornada",
    "Estrategia",
    "FaseCumplida",
    "Firmante",
    "Fuente",
    "Indice",
    "Instancia",
    "Jornada",
    "ModalidadJornada",
    "NombrePolitica",
    "Norma",
    "PlanteamientoDelAnio",
    "Politica",
    "ResponsabilidadPolitica",
    "RolResponsabilidadPolitica",
    "SerieMetodologica",
    "TipoJornada",
    "TipoPlan",
    "VersionModelo",
    "Vigencia",
]
