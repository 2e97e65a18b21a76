"""Formularios del catálogo y de las jornadas."""

from .catalogo import (
    OTRA,
    DecidirContradiccionForm,
    EnlaceForm,
    FuenteCorregidaForm,
    NotaForm,
    ResponsabilidadCorregidaForm,
    RetirarForm,
    RevocarDecisionForm,
    TerminarEnlaceForm,
    VigenciaForm,
)
from .jornadas import EditarJornadaForm, FiltroJornadasForm, JornadaForm, MaterialForm, RealizarForm

__all__ = [
    "OTRA",
    "DecidirContradiccionForm",
    "EditarJornadaForm",
    "EnlaceForm",
    "FiltroJornadasForm",
    "FuenteCorregidaForm",
    "JornadaForm",
    "MaterialForm",
    "NotaForm",
    "RealizarForm",
    "ResponsabilidadCorregidaForm",
    "RetirarForm",
    "RevocarDecisionForm",
    "TerminarEnlaceForm",
    "VigenciaForm",
]
