"""Lo que ve quien aprueba tarde: cada actividad antes y después, y la cifra que deja cada decisión."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mipg.etiquetas import RAYA, cantidad, con_unidad, fecha, porcentaje
from planes.models import Actividad
from planes.reglas import medida
from planes.reglas.tardias import Tardia, resulta


@dataclass(frozen=True)
class Cifra:
    """Lo que resulta, escrito: el trimestre del próximo cierre, su cifra y el avance con que acabaría el año."""

    trimestre: int
    al_cierre: str
    del_anio: str


@dataclass(frozen=True)
class Opcion:
    """Una de las decisiones y lo que resulta de ella."""

    titulo: str
    resulta: Cifra


@dataclass(frozen=True)
class Fila:
    """Una actividad, ya escrita. `vencida`: lo que hay que saber de su fecha de fin."""

    actividad: str
    meta: str
    antes: str
    despues: str
    fin: str
    vencida: str


@dataclass(frozen=True)
class Decision:
    """Todo lo que muestra la página: hasta dónde se cerró, a dónde se movería, cada actividad y cada opción."""

    cerrado: int
    destino: int
    filas: Sequence[Fila]
    opciones: Sequence[Opcion]


def decision(actividades: Iterable[Actividad], tardias: Sequence[Tardia], cerrado: int, hoy: date) -> Decision | None:
    """Lo que hay que decidir de un plan, escrito; `None` si nada."""
    if not tardias:
        return None
    actividades = list(actividades)
    movidas = {tardia.actividad.pk: tardia.despues for tardia in tardias}
    conservar = Opcion("Si se conservan en cero", _cifra([(a, a.programacion) for a in actividades], cerrado))
    mover = Opcion("Si se mueven", _cifra([(a, movidas.get(a.pk, a.programacion)) for a in actividades], cerrado))
    return Decision(
        cerrado,
        cerrado + 1,
        [_fila(tardia, hoy) for tardia in tardias],
        [mover, conservar] if cerrado < 4 else [conservar],
    )


def _cifra(programaciones: list, cerrado: int) -> Cifra:
    queda = resulta(programaciones, cerrado=cerrado)
    al_cierre, del_anio = (porcentaje(medida.porcentaje(f)) for f in (queda.al_cierre, queda.del_anio))
    return Cifra(queda.trimestre, al_cierre, del_anio)


def _fila(tardia: Tardia, hoy: date) -> Fila:
    actividad = tardia.actividad
    vencida = ""
    if tardia.corre_el_fin:
        vencida = f"Ya venció: si se mueve, termina el {fecha(tardia.fecha_fin)}; si se conserva, nace vencida."
        if tardia.fecha_fin < hoy:
            vencida = f"Ya venció: si se mueve, termina el {fecha(tardia.fecha_fin)}, que también pasó; nace vencida."
    elif actividad.fecha_fin and actividad.fecha_fin < hoy:
        vencida = "Ya venció: nace vencida."
    return Fila(
        str(actividad),
        f"{con_unidad(actividad.meta, actividad.unidad)}, {actividad.get_tipo_meta_display().lower()}",
        _programacion(tardia.antes),
        _programacion(tardia.despues),
        fecha(actividad.fecha_fin),
        vencida,
    )


def _programacion(trimestres: Sequence[Decimal | None]) -> str:
    return " · ".join(f"T{t} {cantidad(p)}" for t, p in enumerate(trimestres, start=1) if p is not None) or RAYA
