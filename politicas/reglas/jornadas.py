"""Decisiones puras sobre jornadas."""

from datetime import date

from mipg.reglas import Problema, Transiciones

TRANSICIONES_DE_JORNADA: Transiciones = {
    "PROGRAMADA": {"realizar": ["REALIZADA"], "anular": ["ANULADA"]},
    "REALIZADA": {"reabrir": ["PROGRAMADA"]},
    "ANULADA": {"reabrir": ["PROGRAMADA"]},
}
# Días hábiles, desde que se hizo, para decir cuántas personas fueron y adjuntar el material.
DIAS_PARA_REGISTRAR = 5
_SIN_VIGENCIA = "No hay una vigencia {anio} abierta: una jornada se registra en la del año en que se hace."


def problemas_de_datos(
    *, tipo: str, fecha: date, vigencia_medida: int | None, abierta: bool, politicas: int
) -> list[Problema]:
    """Por qué no se programa ni se corrige así. `abierta`: si la vigencia del año de la fecha está abierta;
    `politicas`: de cuántas trata.
    """
    problemas = [] if abierta else [Problema(_SIN_VIGENCIA.format(anio=fecha.year), "fecha")]
    if tipo != "SOCIALIZACION":
        if vigencia_medida is not None:
            problemas.append(Problema("Sólo una socialización es de una medición: déjelo vacío.", "vigencia_medida"))
        return problemas
    if vigencia_medida is None:
        problemas.append(Problema("Diga de qué vigencia medida son los resultados.", "vigencia_medida"))
    elif vigencia_medida >= fecha.year:
        de_antes = "Los resultados de un año se conocen después de que termina: escriba la vigencia medida."
        problemas.append(Problema(de_antes, "vigencia_medida"))
    if not politicas:
        problemas.append(Problema("Diga de qué políticas se socializan los resultados.", "politicas"))
    return problemas


def problemas_para_realizar(
    *, fecha: date, hoy: date, asistentes: int | None, con_soporte: bool, nota: str
) -> list[Problema]:
    """Por qué no se registra como realizada: todavía no llega su fecha, no fue nadie o no se sabe dónde está lo que la
    prueba.
    """
    problemas = []
    if fecha > hoy:
        problemas.append(Problema(f"Es el {fecha:%d/%m/%Y}: se registra cuando se haya hecho."))
    if not asistentes:
        problemas.append(Problema("Diga cuántas personas asistieron. Si no fue nadie, anúlela.", "asistentes"))
    if not (con_soporte or nota.strip()):
        problemas.append(Problema("Adjunte el material o la lista de asistencia, o diga dónde reposa.", "archivo"))
    return problemas


def problemas_de_vigencia_cerrada(anio: int, cerrada: bool) -> list[Problema]:
    """Lo de un año cerrado no se corrige ni se reabre."""
    return [Problema(f"La vigencia {anio} ya se cerró: lo que se hizo en ella queda como está.")] if cerrada else []
