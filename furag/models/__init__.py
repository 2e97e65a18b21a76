"""La medición: sus resultados, sus recomendaciones y el mejoramiento que sale de ellas."""

from .mediciones import AmbitoCarga, Carga, Columna, Definicion, EstadoCarga, Medicion
from .mejoras import (
    AccionMejora,
    Atencion,
    ClaseConcepto,
    ConceptoDeControl,
    EstadoAccionMejora,
    Suscripcion,
    Verificacion,
)
from .recomendaciones import (
    REFERENCIA,
    Agrupacion,
    EstadoRecomendacion,
    PrioridadRecomendacion,
    Recomendacion,
    Redaccion,
)
from .resultados import EntidadMedida, Puntaje

__all__ = [
    "REFERENCIA",
    "AccionMejora",
    "Agrupacion",
    "AmbitoCarga",
    "Atencion",
    "Carga",
    "ClaseConcepto",
    "Columna",
    "ConceptoDeControl",
    "Definicion",
    "EntidadMedida",
    "EstadoAccionMejora",
    "EstadoCarga",
    "EstadoRecomendacion",
    "Medicion",
    "PrioridadRecomendacion",
    "Puntaje",
    "Recomendacion",
    "Redaccion",
    "Suscripcion",
    "Verificacion",
]
