"""Cómo se lee el cumplimiento: el semáforo y el estado de plazo. La medida misma es `planes.reglas.medida`."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import models

from mipg.fechas import inicio_de_trimestre
from planes.reglas.medida import Trimestre, ejecutado_en


class Semaforo(models.TextChoices):
    """Lectura del cumplimiento según los umbrales de la vigencia."""

    SATISFACTORIO = "SATISFACTORIO", "Satisfactorio"
    ACEPTABLE = "ACEPTABLE", "Aceptable"
    MINIMO = "MINIMO", "Mínimo"
    GRIS = "GRIS", "Sin programación"


# Desde qué umbral de la vigencia empieza cada color, del mejor al peor; el último no tiene piso.
_DESDE = {
    Semaforo.SATISFACTORIO: "umbral_satisfactorio",
    Semaforo.ACEPTABLE: "umbral_aceptable",
    Semaforo.MINIMO: "",
}


class Tramo(NamedTuple):
    """Los porcentajes de un color: `desde` incluido, `hasta` no; nulo donde no hay límite."""

    semaforo: Semaforo
    desde: Decimal | None
    hasta: Decimal | None


class Plazo(models.TextChoices):
    """Estado de plazo: dice si se va a tiempo, no cuánto se cumplió."""

    POR_INICIAR = "POR_INICIAR", "Por iniciar"
    EN_EJECUCION = "EN_EJECUCION", "En ejecución"
    PROXIMA = "PROXIMA", "Próxima a vencer"
    VENCIDA = "VENCIDA", "Vencida"
    CUMPLIDA = "CUMPLIDA", "Cumplida"
    CUMPLIDA_CON_RETRASO = "CUMPLIDA_CON_RETRASO", "Cumplida con retraso"
    FINALIZADA = "FINALIZADA", "Finalizada"


def tramos(vigencia) -> tuple[Tramo, ...]:
    """Los tramos del semáforo con los umbrales de la vigencia, del mejor al peor. Sin valor no hay tramo: es gris."""
    pisos = [getattr(vigencia, umbral) if umbral else None for umbral in _DESDE.values()]
    return tuple(map(Tramo, _DESDE, pisos, (None, *pisos)))


def semaforo(valor: Decimal | None, vigencia) -> Semaforo:
    """Color (con su texto) de un porcentaje ya redondeado, con los umbrales de la vigencia; gris si es nulo."""
    if valor is None:
        return Semaforo.GRIS
    return next(t.semaforo for t in tramos(vigencia) if t.desde is None or valor >= t.desde)


def estado_de_plazo(
    *,
    anio: int,
    fecha_inicio: date | None,
    fecha_fin: date | None,
    meta: Decimal,
    tipo_meta: str,
    anual: Decimal | None,
    trimestres: Sequence[Trimestre],
    corte: int,
    hoy: date,
    definitivo: bool,
    dias_proxima: int,
) -> Plazo:
    """Dónde va la actividad frente a sus fechas, medida al trimestre `corte`. `trimestres` son los cuatro del año.

    Con retraso: se completó con trimestres que empezaron después de su fecha de fin o, si es un hito, del trimestre en
    que se programó. La constante finaliza cuando no le queda trimestre por reportar, la cumpla o no. En un corte
    `definitivo`, `hoy` es su fecha, y lo que debía terminar ese mismo día ya venció.
    """

    def es_a_tiempo(t: int) -> bool:
        pasado = tipo_meta == "HITO" and not any(otro.programado for otro in trimestres[t - 1 :])
        return not pasado and (fecha_fin is None or inicio_de_trimestre(anio, t) <= fecha_fin)

    hasta = trimestres[:corte]
    if tipo_meta == "CONSTANTE" and all(
        t.programado is None or (n < corte and t.reportado) for n, t in enumerate(trimestres)
    ):
        return Plazo.FINALIZADA
    if anual is not None and anual >= 1:
        a_tiempo = ejecutado_en(t for n, t in enumerate(hasta, start=1) if es_a_tiempo(n))
        return Plazo.CUMPLIDA if a_tiempo >= meta else Plazo.CUMPLIDA_CON_RETRASO
    if fecha_fin is not None and (fecha_fin <= hoy if definitivo else fecha_fin < hoy):
        return Plazo.VENCIDA
    if fecha_inicio is not None and fecha_inicio > hoy:
        return Plazo.POR_INICIAR
    if fecha_fin is not None and (fecha_fin - hoy).days <= dias_proxima:
        return Plazo.PROXIMA
    return Plazo.EN_EJECUCION
