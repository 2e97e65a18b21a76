"""Días hábiles y festivos de Colombia, trimestres y fechas en palabras. Funciones puras: no miran el reloj.

Los asuetos locales llegan como argumento (un conjunto de fechas). Fuente de los festivos: Ley 51 de 1983 y
Ley 2578 de 2026, por la biblioteca `holidays`.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

BOGOTA = ZoneInfo("America/Bogota")
MESES = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


@lru_cache(maxsize=64)
def festivos(anio: int) -> dict[date, str]:
    """Festivos nacionales de un año: fecha → nombre en español."""
    return dict(holidays.Colombia(years=anio, language="es"))


def es_habil(dia: date, asuetos: Collection[date] = ()) -> bool:
    """Dice si `dia` es hábil: de lunes a viernes, ni festivo nacional ni asueto local."""
    return dia.weekday() < 5 and dia not in festivos(dia.year) and dia not in asuetos


def sumar_habiles(dia: date, cuantos: int, asuetos: Collection[date] = ()) -> date:
    """Fecha que queda `cuantos` días hábiles después de `dia` (antes, si es negativo)."""
    paso = timedelta(days=1 if cuantos >= 0 else -1)
    faltan = abs(cuantos)
    while faltan:
        dia += paso
        faltan -= es_habil(dia, asuetos)
    return dia


def habiles_entre(desde: date, hasta: date, asuetos: Collection[date] = ()) -> int:
    """Días hábiles que faltan para ir de `desde` a `hasta` (sin contar `desde`); negativo si `hasta` ya pasó."""
    if hasta < desde:
        return -habiles_entre(hasta, desde, asuetos)
    # Por semanas completas, sin recorrer los días: una página cuenta muchos plazos de meses.
    semanas, resto = divmod((hasta - desde).days, 7)
    de_lunes_a_viernes = 5 * semanas + sum((desde.weekday() + n) % 7 < 5 for n in range(1, resto + 1))
    no_habiles = set(asuetos).union(*(festivos(anio) for anio in range(desde.year, hasta.year + 1)))
    return de_lunes_a_viernes - sum(desde < dia <= hasta and dia.weekday() < 5 for dia in no_habiles)


def trimestre_de(dia: date) -> int:
    """Trimestre (1–4) al que pertenece `dia`."""
    return (dia.month - 1) // 3 + 1


def fin_de_trimestre(anio: int, trimestre: int) -> date:
    """Último día del trimestre: 31-mar, 30-jun, 30-sep o 31-dic."""
    return date(anio, *((3, 31), (6, 30), (9, 30), (12, 31))[trimestre - 1])


def inicio_de_trimestre(anio: int, trimestre: int) -> date:
    """Primer día del trimestre."""
    return date(anio, 3 * trimestre - 2, 1)


def otro_anio(dia: date | None, anios: int) -> date | None:
    """El mismo día, `anios` después; el 29 de febrero, el 28 si ese año no lo tiene."""
    if dia is None:
        return None
    try:
        return dia.replace(year=dia.year + anios)
    except ValueError:
        return dia.replace(year=dia.year + anios, day=28)


def fin_del_dia(dia: date) -> datetime:
    """Último instante de `dia` en Bogotá: los plazos son fechas y vencen cuando el día termina."""
    return datetime(dia.year, dia.month, dia.day, tzinfo=BOGOTA) + timedelta(days=1, microseconds=-1)


def en_bogota(ahora: datetime) -> date:
    """Fecha local de un instante con zona."""
    return ahora.astimezone(BOGOTA).date()


def duracion(segundos: int) -> str:
    """Cuánto dura algo de una hora o más, en horas o, si son enteros y dos o más, en días: «una hora», «3 días»."""
    horas = segundos // 3600
    if horas >= 48 and horas % 24 == 0:
        return f"{horas // 24} días"
    return "una hora" if horas == 1 else f"{horas} horas"


def en_palabras(dia: date) -> str:
    """`31 de enero de 2025`, con el mes en minúscula como manda la ortografía."""
    return f"{dia.day} de {MESES[dia.month - 1]} de {dia.year}"
