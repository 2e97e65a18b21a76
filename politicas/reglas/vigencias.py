"""Decisiones puras sobre la vigencia."""

from collections.abc import Iterable, Sequence
from datetime import date

from mipg.reglas import Problema

# Días hábiles antes del vencimiento con que se avisa si al abrir la vigencia no se dice otra cosa (P-47).
DIAS_AVISO = (15, 5, 1)


def vigencia_actual(vigencias: Iterable, hoy: date):
    """La que corre en la fecha, de entre unas; `None` si ninguna se ha abierto.

    Es la abierta de ese año o, si no, la anterior más reciente: abrir en noviembre la del año siguiente no esconde lo
    que falta de ésta. Si todas las abiertas son futuras, la primera; si no hay abiertas, la última cerrada.
    """

    def prelacion(vigencia) -> tuple[bool, bool, int]:
        futura = vigencia.esta_abierta and vigencia.anio > hoy.year
        return not vigencia.esta_abierta, futura, vigencia.anio if futura else -vigencia.anio

    return min((v for v in vigencias if v.abierta_en), key=prelacion, default=None)


def problemas_para_abrir(
    *,
    anio: int,
    abierta: bool,
    cerrada: bool,
    fecha_limite_institucionales: date,
    fecha_limite_politicas: date,
    dias_aviso: Sequence[int],
) -> list[Problema]:
    """Por qué no se puede abrir una vigencia. `abierta` y `cerrada` dicen qué le pasó ya a ese año."""
    problemas = []
    if cerrada:
        problemas.append(Problema(f"La vigencia {anio} ya se cerró.", "anio"))
    elif abierta:
        problemas.append(Problema(f"La vigencia {anio} ya está abierta.", "anio"))
    return problemas + problemas_de_parametros(
        anio=anio,
        fecha_limite_institucionales=fecha_limite_institucionales,
        fecha_limite_politicas=fecha_limite_politicas,
        dias_aviso=dias_aviso,
    )


def problemas_de_parametros(
    *, anio: int, fecha_limite_institucionales: date, fecha_limite_politicas: date, dias_aviso: object
) -> list[Problema]:
    """Qué no cuadra en los plazos de una vigencia, al abrirla o al corregirlos."""
    problemas = [
        Problema(f"La fecha límite debe ser del año {anio}.", campo)
        for campo, fecha in (
            ("fecha_limite_institucionales", fecha_limite_institucionales),
            ("fecha_limite_politicas", fecha_limite_politicas),
        )
        if fecha.year != anio
    ]
    enteros = isinstance(dias_aviso, list | tuple) and all(
        isinstance(dia, int) and not isinstance(dia, bool) and 0 < dia <= 365 for dia in dias_aviso
    )
    if not enteros:
        problemas.append(Problema("Los días de aviso son números enteros entre 1 y 365.", "dias_aviso"))
    return problemas


def problemas_para_cerrar(*, anio: int, abierta: bool, cerrada: bool, termina: date, hoy: date) -> list[Problema]:
    """Por qué no se puede cerrar una vigencia. `termina`: la fecha de su corte T4 o, si no lo tiene, su último día."""
    if cerrada:
        return [Problema(f"La vigencia {anio} ya se cerró.")]
    if not abierta:
        return [Problema(f"La vigencia {anio} no se ha abierto.")]
    if hoy < termina:
        return [Problema(f"La vigencia {anio} termina el {termina:%d/%m/%Y}: antes no se cierra.")]
    return []
