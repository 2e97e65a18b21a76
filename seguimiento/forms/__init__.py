"""Formularios del seguimiento: de texto a tipos del dominio, y filtros que viven en la URL."""

from .captura import AvanceForm, SoporteForm
from .cortes import AmpliacionForm, CorteForm, VigenciaForm, ventanas
from .filtros import (
    ADELANTADOS,
    COLUMNAS_DE_ACTIVIDADES,
    COLUMNAS_DE_AVANCES,
    POR_REVISAR,
    SIN_REPORTE,
    FiltroActividades,
    FiltroAvances,
    FiltroTablero,
)
from .hilo import FiltroBrechas, FiltroHilo
from .informes import InformeForm, cortes_con_cifras
from .revision import AceptacionForm, DecisionForm, DevolucionForm
from .vigencias import CierreForm, VersionForm

__all__ = [
    "ADELANTADOS",
    "COLUMNAS_DE_ACTIVIDADES",
    "COLUMNAS_DE_AVANCES",
    "POR_REVISAR",
    "SIN_REPORTE",
    "AceptacionForm",
    "AmpliacionForm",
    "AvanceForm",
    "CierreForm",
    "CorteForm",
    "DecisionForm",
    "DevolucionForm",
    "FiltroActividades",
    "FiltroAvances",
    "FiltroBrechas",
    "FiltroHilo",
    "FiltroTablero",
    "InformeForm",
    "SoporteForm",
    "VersionForm",
    "VigenciaForm",
    "cortes_con_cifras",
    "ventanas",
]
