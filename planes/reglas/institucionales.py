"""Decisiones puras sobre los planes institucionales: si se publicaron a tiempo, y sus seguimientos propios."""

from datetime import date
from enum import StrEnum

from mipg.enlaces import problema_de_enlace
from mipg.etiquetas import contar, fecha
from mipg.reglas import Problema, Transiciones

TRANSICIONES_DE_SEGUIMIENTO: Transiciones = {
    "PENDIENTE": {"cumplir": ["CUMPLIDO"], "cancelar": ["CANCELADO"]},
    "CUMPLIDO": {"reabrir": ["PENDIENTE"]},
    "CANCELADO": {},
}


class Oportunidad(StrEnum):
    """Cómo está la publicación de un documento frente a su límite."""

    A_TIEMPO = "A_TIEMPO"
    TARDE = "TARDE"
    POR_PUBLICAR = "POR_PUBLICAR"
    SIN_PUBLICAR = "SIN_PUBLICAR"


def oportunidad(publicado: date | None, limite: date, hoy: date) -> tuple[Oportunidad, str]:
    """La oportunidad, en código y en palabras. `publicado`: la primera vez que se publicó; `limite`: el último día."""
    if publicado is not None:
        if publicado <= limite:
            return Oportunidad.A_TIEMPO, "A tiempo"
        return Oportunidad.TARDE, f"Tarde: {_dias(publicado, limite)} después"
    if hoy <= limite:
        return Oportunidad.POR_PUBLICAR, f"Por publicar: vence el {fecha(limite)}"
    return Oportunidad.SIN_PUBLICAR, f"Sin publicar: venció hace {_dias(hoy, limite)}"


def sin_aprobar(publicado: date | None, aprobado: date | None) -> str:
    """La advertencia de lo que se publicó (la primera vez) antes de que el plan se aprobara; vacía si fue después."""
    if publicado is None or (aprobado and aprobado <= publicado):
        return ""
    return f"Se publicó antes de aprobarse el {fecha(aprobado)}" if aprobado else "Se publicó y no consta su aprobación"


def _dias(despues: date, antes: date) -> str:
    return contar((despues - antes).days, "día", "días")


def problemas_de_clase(clase: str, estado: str) -> list[Problema]:
    """Por qué el plan no lleva documento publicado ni seguimientos propios."""
    if clase != "INSTITUCIONAL":
        return [Problema("Sólo los planes institucionales del Decreto 612 lo llevan.")]
    return [Problema("Se desistió de este plan: ya no cambia.")] if estado == "DESISTIDO" else []


def problemas_de_enlace_publicado(url: str) -> list[Problema]:
    """Por qué la dirección de un documento publicado no es una que cualquiera pueda abrir."""
    problema = problema_de_enlace(url, publica=True)
    return [Problema(problema, "url")] if problema else []


def problemas_de_publicacion(publicado: date, anio: int, hoy: date) -> list[Problema]:
    """Por qué esa no puede ser la fecha en que se publicó el documento de un plan de la vigencia `anio`."""
    if publicado > hoy:
        return [Problema("No puede haberse publicado en una fecha que no ha llegado.", "fecha_publicacion")]
    if publicado.year < anio - 1:
        return [Problema(f"Revise el año: el plan es de {anio}.", "fecha_publicacion")]
    return []


def problemas_de_fecha_de_seguimiento(dia: date, anio: int) -> list[Problema]:
    """Por qué un plan de la vigencia `anio` no puede tener un seguimiento ese día.

    El del último periodo se hace al empezar el año siguiente: se admite hasta marzo.
    """
    if date(anio, 1, 1) <= dia <= date(anio + 1, 3, 31):
        return []
    return [Problema(f"La fecha debe ser del año {anio}, o a más tardar de marzo de {anio + 1}.", "fecha")]
