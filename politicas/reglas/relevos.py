"""Decisiones puras sobre el relevo: de quién es el turno en una política que se hace por fases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from mipg.reglas import Problema

TERMINADA, EN_TURNO, ESPERA = "Terminada", "En turno", "Espera a la anterior"


@dataclass(frozen=True)
class Tramo:
    """Una fase del relevo. `filas`: (responsabilidad, lo que se dio por terminado o nulo), una por quien responde."""

    numero: int
    nombre: str
    filas: tuple
    estado: str

    @property
    def faltan(self) -> list:
        """Las responsabilidades que no se han dado por terminadas."""
        return [fila for fila, cumplida in self.filas if cumplida is None]


def relevo(filas: Iterable, cumplidas: Mapping[int, object]) -> list[Tramo]:
    """Las fases en orden; las filas seguidas con el mismo texto son una compartida, y termina cuando terminan todas.

    El turno es de la primera sin terminar. `cumplidas`: por la clave primaria de su responsabilidad.
    """
    de_fase = sorted((r for r in filas if r.rol == "FASE"), key=lambda r: r.orden)
    tramos, turno = [], False
    for numero, ((nombre, _), grupo) in enumerate(groupby(de_fase, key=lambda r: (r.fase, r.texto)), 1):
        suyas = tuple((fila, cumplidas.get(fila.pk)) for fila in grupo)
        hecha = all(cumplida for _, cumplida in suyas)
        estado = ESPERA if turno else TERMINADA if hecha else EN_TURNO
        turno = turno or not hecha
        tramos.append(Tramo(numero, nombre, suyas, estado))
    return tramos


def tramo_de(tramos: Iterable[Tramo], responsabilidad: int) -> Tramo | None:
    """El tramo en que está esa responsabilidad (clave primaria)."""
    return next((t for t in tramos if any(fila.pk == responsabilidad for fila, _ in t.filas)), None)


def problemas_para_terminar(*, abierta: bool, tramo: Tramo | None, responsabilidad: int) -> list[Problema]:
    """Por qué no se puede dar por terminada. `tramo`: en el que está, si rige ese año."""
    if not abierta:
        return [Problema("La vigencia no está abierta.")]
    if tramo is None:
        return [Problema("Esa fase ya no rige en la vigencia.")]
    if all(fila.pk != responsabilidad for fila in tramo.faltan):
        return [Problema("Esa fase ya se dio por terminada.")]
    if tramo.estado == ESPERA:
        return [Problema("Todavía no es su turno: falta que termine la fase anterior.")]
    return []


def problemas_para_reabrir(*, abierta: bool, tramos: list[Tramo], responsabilidad: int, motivo: str) -> list[Problema]:
    """Por qué no se puede reabrir una fase: la siguiente ya recibió el relevo y terminó algo, o falta el motivo."""
    if not abierta:
        return [Problema("La vigencia no está abierta.")]
    tramo = tramo_de(tramos, responsabilidad)
    despues = [t for t in tramos if tramo and t.numero > tramo.numero]
    if any(len(t.faltan) < len(t.filas) for t in despues):
        return [Problema("La fase siguiente ya terminó algo: reabra primero ésa.")]
    return [] if motivo.strip() else [Problema("Diga por qué se reabre.", "motivo")]
