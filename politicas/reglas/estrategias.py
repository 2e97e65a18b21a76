"""Cuándo va cada estrategia del plan de implementación. Todo puro."""

from datetime import date

from mipg.libros.fechas import leer_periodo
from mipg.libros.libro import Celda
from mipg.libros.textos import ValorInvalido


def ventana(estrategia) -> tuple[date | None, date]:
    """Desde (nulo si no lo dice) y hasta cuándo: sus fechas, los meses que escribió o, sin nada, todo su año."""
    if estrategia.fecha_fin:
        return estrategia.fecha_inicio, estrategia.fecha_fin
    if dichos := _meses(estrategia):
        return dichos
    return estrategia.fecha_inicio or date(estrategia.anio, 1, 1), date(estrategia.anio, 12, 31)


def dice_meses(estrategia) -> bool:
    """Si escribió en qué meses va, sin días: «Junio – Julio 2025»."""
    return estrategia.fecha_fin is None and _meses(estrategia) is not None


def fecha_como_la_dice(estrategia) -> str:
    """La fecha que trae el documento cuando no da el día: sus meses, con sus palabras, o que no la trae.

    Vacío si sus fechas son exactas.
    """
    return "" if estrategia.fecha_fin else estrategia.fecha_texto or "Sin fecha en el documento"


def _meses(estrategia) -> tuple[date, date] | None:
    try:
        periodo = leer_periodo(Celda(estrategia.fecha_texto), estrategia.anio)
    except ValorInvalido:
        return None
    return periodo.inicio, periodo.fin


def fecha_del_anio(estrategia, anio: int) -> str:
    """Lo que decía su fecha, dicho de otro año: «Junio – Julio 2026»; con fechas exactas no hace falta."""
    if estrategia.fecha_fin:
        return ""
    return estrategia.fecha_texto.replace(str(estrategia.anio), str(anio))
