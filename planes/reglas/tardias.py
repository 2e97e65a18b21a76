"""Aprobar tarde: qué se hace con lo programado en trimestres cuyo corte ya cerró.

Se decide al aprobar: MOVER lo lleva al primer trimestre cuyo corte no ha cerrado; CONSERVAR lo deja donde estaba y vale
cero. Si los cuatro cerraron sólo se puede conservar.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mipg.reglas import Problema
from planes.reglas.medida import Agregado, Trimestre, agregar, medir

MOVER, CONSERVAR = "MOVER", "CONSERVAR"
Programacion = Sequence[Decimal | None]


@dataclass(frozen=True)
class Tardia:
    """Una actividad con cantidades en trimestres cerrados: cómo está y cómo quedaría si se mueven.

    `fecha_fin`: la que tendría. Si ya pasó, va hasta la primera fecha de corte que no lo ha hecho: que se venza antes
    de poder hacerse no lo decidió nadie.
    """

    actividad: object
    antes: tuple[Decimal | None, ...]
    despues: tuple[Decimal | None, ...]
    fecha_fin: date | None

    @property
    def corre_el_fin(self) -> bool:
        """Al moverla también se corre su fecha de fin."""
        return self.fecha_fin != self.actividad.fecha_fin


def hay_en_cerrados(actividad, cerrado: int) -> bool:
    """Tiene algo programado de T1 al trimestre `cerrado` (0–4), el último cuyo corte cerró."""
    return any(p is not None for p in actividad.programacion[:cerrado])


def cerrados_con_algo(actividades: Sequence, cerrado: int) -> list[int]:
    """Trimestres (1–4) cuyo corte cerró y en los que el plan programa algo."""
    return [t for t in range(1, cerrado + 1) if any(a.programacion[t - 1] is not None for a in actividades)]


def mover(actividad, cerrado: int) -> tuple[Decimal | None, ...]:
    """La programación con lo de los trimestres cerrados en el siguiente, según el tipo de meta.

    La acumulada lo suma y el hito pasa; la constante deja sin programar los cerrados y, si no le queda otro, repite su
    meta en el siguiente: sin ninguno no se le mediría nada.
    """
    pasado, quedan = actividad.programacion[:cerrado], list(actividad.programacion[cerrado:])
    if actividad.tipo_meta == "CONSTANTE":
        if all(p is None for p in quedan):
            quedan[0] = actividad.meta
    elif movido := sum((p for p in pasado if p is not None), Decimal(0)):
        quedan[0] = (quedan[0] or Decimal(0)) + movido
    return (*(None for _ in pasado), *quedan)


def plazo_para_hacerlo(fechas_de_corte: Sequence[date], hoy: date) -> date | None:
    """Hasta cuándo va lo que se mueve: la primera fecha de corte que no ha pasado; pasadas todas, la última.

    `fechas_de_corte`: las de los trimestres sin cerrar, en orden; sin ninguno es nula. La del que recibe lo movido
    puede haber pasado ya, si su captura está abierta.
    """
    return next((dia for dia in fechas_de_corte if dia >= hoy), fechas_de_corte[-1] if fechas_de_corte else None)


def tardias(actividades: Iterable, *, cerrado: int, plazo: date | None, hoy: date) -> list[Tardia]:
    """Las actividades sobre las que hay que decidir. `plazo`: hasta cuándo se podría hacer lo movido.

    Nulo si los cuatro cerraron: entonces `despues` es lo mismo que `antes`.
    """
    return [_tardia(a, cerrado, plazo, hoy) for a in actividades if hay_en_cerrados(a, cerrado)]


def _tardia(actividad, cerrado: int, plazo: date | None, hoy: date) -> Tardia:
    antes, fin = tuple(actividad.programacion), actividad.fecha_fin
    if plazo is None:
        return Tardia(actividad, antes, antes, fin)
    return Tardia(actividad, antes, mover(actividad, cerrado), max(fin, plazo) if fin and fin < hoy else fin)


def problemas_para_decidir(tardias: Sequence[Tardia], *, decision: str, motivo: str, cerrado: int) -> list[Problema]:
    """Por qué no se puede aprobar con esa decisión (`""` si no se tomó ninguna)."""
    if not tardias:
        return []
    if decision not in (MOVER, CONSERVAR):
        hasta = "T1" if cerrado == 1 else f"T1 a T{cerrado}"
        return [
            Problema(
                f"El plan tiene cantidades programadas en cortes que ya cerraron ({hasta}): decida si se mueven o se "
                "conservan en cero.",
                "tardia",
            )
        ]
    if decision == MOVER and cerrado == 4:
        return [Problema("Ya cerraron los cuatro cortes: no queda trimestre al que moverlas.", "tardia")]
    if decision == CONSERVAR and not motivo.strip():
        return [Problema("Diga por qué se conservan: van a valer cero.", "tardia_motivo")]
    return []


@dataclass(frozen=True)
class Resulta:
    """La cifra del plan si, desde ahora, se cumple todo lo que queda programado (fracciones 0–1, o nulas).

    `trimestre`: el próximo corte que cerrará (el último, si cerraron todos); `al_cierre` es su cifra y `del_anio`, el
    avance anual con que terminaría.
    """

    trimestre: int
    al_cierre: Decimal | None
    del_anio: Decimal | None


def resulta(programaciones: Iterable[tuple[object, Programacion]], *, cerrado: int) -> Resulta:
    """La cifra que deja cada decisión. `programaciones`: cada actividad del plan y su programación decidida."""
    programaciones, proximo = list(programaciones), min(cerrado + 1, 4)

    def al(corte: int) -> Agregado:
        return agregar(
            (
                Decimal(1) if actividad.ponderacion is None else actividad.ponderacion,
                medir(
                    tipo_meta=actividad.tipo_meta,
                    sentido=actividad.sentido,
                    meta=actividad.meta,
                    trimestres=[Trimestre(p, p if t > cerrado else None) for t, p in enumerate(programado, start=1)],
                    corte=corte,
                    cerrado=True,
                ),
            )
            for actividad, programado in programaciones
        )

    return Resulta(proximo, al(proximo).cumplimiento, al(4).anual)
