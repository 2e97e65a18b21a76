"""Decisiones puras sobre el corte: cuándo se abre y cuándo se cierra."""

from collections.abc import Sequence
from datetime import date

from mipg.reglas import Problema, Transiciones

TRANSICIONES: Transiciones = {
    "PROGRAMADO": {"abrir": ["ABIERTO"]},
    "ABIERTO": {"cerrar": ["CERRADO"]},
    "CERRADO": {},
}


def problemas_para_abrir(
    corte, *, vigencia_cerrada: bool, anterior_cerrado: bool, otro_abierto: str, planes: int
) -> list[Problema]:
    """Por qué no se puede abrir. `otro_abierto`: nombre del corte que sigue abierto; `planes`: aprobados."""
    problemas = []
    if corte.estado != "PROGRAMADO":
        problemas.append(Problema(f"El corte está {corte.get_estado_display().lower()}."))
    if vigencia_cerrada:
        problemas.append(Problema(f"La vigencia {corte.vigencia} ya se cerró."))
    if otro_abierto:
        problemas.append(Problema(f"Cierre antes el corte {otro_abierto}."))
    elif not anterior_cerrado:
        problemas.append(Problema("Los cortes se abren en orden: falta cerrar el trimestre anterior."))
    if not planes:
        problemas.append(Problema("No hay planes aprobados en la vigencia: no habría qué reportar."))
    return problemas


def problemas_para_programar(anio: int, fechas: Sequence) -> list[Problema]:
    """Qué no cuadra en las fechas de los cortes (`Fechas`, de T1 a T4) de la vigencia `anio`."""
    problemas = []
    for anterior, suya in zip([None, *fechas], fechas, strict=False):
        t = suya.trimestre
        if suya.fecha_corte.year != anio:
            problemas.append(Problema(f"El corte T{t} debe ser de {anio}.", f"fecha_corte_{t}"))
        elif anterior and suya.fecha_corte <= anterior.fecha_corte:
            problemas.append(Problema(f"El corte T{t} va después del T{anterior.trimestre}.", f"fecha_corte_{t}"))
        if suya.abre.year < anio:
            problemas.append(Problema(f"La captura abre en {anio} o después.", f"abre_{t}"))
        elif suya.cierra < suya.abre:
            problemas.append(Problema("La captura cierra antes de abrir.", f"cierra_{t}"))
        elif suya.cierra < suya.fecha_corte:
            problemas.append(Problema("La captura cierra después de la fecha de corte.", f"cierra_{t}"))
        elif suya.cierra.year > anio + 1:
            problemas.append(Problema(f"La captura cierra a más tardar en {anio + 1}.", f"cierra_{t}"))
    return problemas


def problemas_para_cambiar(corte, *, fecha_corte: date, cierra: date, hoy: date) -> list[Problema]:
    """Por qué un corte que no ha cerrado no pasa a esas fechas."""
    problemas = []
    if fecha_corte != corte.fecha_corte < hoy:
        dicho = f"La fecha de corte, {corte.fecha_corte:%d/%m/%Y}, ya pasó y no se corre: el T{corte.trimestre} se"
        problemas.append(Problema(f"{dicho} mide con lo que regía ese día.", "fecha_corte"))
    if corte.estado == "ABIERTO" and cierra != corte.cierra and cierra < hoy:
        dicho = f"La captura está abierta y no puede cerrar antes de hoy, {hoy:%d/%m/%Y}: dejaría sin plazo a quien lo"
        problemas.append(Problema(f"{dicho} tiene. Para terminarla, cierre el corte cuando venza.", "cierra"))
    return problemas


def problemas_para_ampliar(corte, *, anio: int, cierra: date, motivo: str, hoy: date) -> list[Problema]:
    """Por qué no se puede ampliar la captura de una dependencia hasta `cierra`; `anio` es el de la vigencia."""
    if corte.estado != "ABIERTO":
        return [Problema("Sólo se amplía un corte abierto: después de cerrar va una adenda.")]
    problemas = []
    if cierra <= corte.cierra:
        problemas.append(Problema("El plazo ampliado debe ser posterior al cierre de la captura.", "cierra"))
    elif cierra < hoy:
        problemas.append(Problema("El plazo ampliado ya pasó.", "cierra"))
    elif cierra.year > anio + 1:
        problemas.append(Problema(f"El plazo ampliado llega a más tardar hasta {anio + 1}.", "cierra"))
    if not motivo.strip():
        problemas.append(Problema("Diga por qué se amplía.", "motivo"))
    return problemas


def problemas_para_cerrar(
    corte, *, por_revisar: int, a_tiempo: int, sin_conciliar: int, ultimo_plazo: date
) -> list[Problema]:
    """Por qué no se puede cerrar. `a_tiempo`: reportes sin enviar cuyo plazo sigue corriendo, hasta `ultimo_plazo`.

    La bandeja de Planeación debe estar vacía —la demora del revisor nunca castiga a nadie—, los reportes, como los
    planes dicen hoy (`sin_conciliar`: en cuánto no) y no puede quedar quien todavía esté a tiempo de reportar.
    """
    if corte.estado != "ABIERTO":
        return [Problema(f"El corte está {corte.get_estado_display().lower()}.")]
    problemas = []
    if por_revisar:
        problemas.append(
            Problema(
                f"Hay {por_revisar} reportes por revisar: acéptelos o devuélvalos."
                if por_revisar > 1
                else "Hay un reporte por revisar: acéptelo o devuélvalo."
            )
        )
    if a_tiempo:
        faltan = f"Hay {a_tiempo} reportes" if a_tiempo > 1 else "Hay un reporte"
        problemas.append(Problema(f"{faltan} por enviar o corregir, con plazo hasta el {ultimo_plazo:%d/%m/%Y}."))
    if sin_conciliar:
        hay = f"Hay {sin_conciliar} cambios" if sin_conciliar > 1 else "Hay un cambio"
        problemas.append(Problema(f"{hay} por conciliar: los planes cambiaron después de abrir. Pulse «Conciliar»."))
    return problemas
