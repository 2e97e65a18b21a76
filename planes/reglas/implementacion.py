"""Con qué nace cada actividad del plan de implementación: cómo se mide su estrategia y cuánto se propone. Todo puro."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mipg.fechas import trimestre_de
from planes.campos import TRIMESTRES
from politicas.reglas.estrategias import ventana


@dataclass(frozen=True)
class Molde:
    """Qué se cuenta de una estrategia. `de`: sobre cuántos, por su nombre en los denominadores del año; vacío, 1."""

    indicador: str
    unidad: str
    de: str = ""
    tipo_meta: str = "ACUMULADA"
    numerador: str = ""
    denominador: str = ""


TIPOS, POLITICAS, DEPENDENCIAS, CIEN = "tipos", "politicas", "dependencias", "cien"
MOLDES: Mapping[str, Molde] = {
    "1": Molde("Planes institucionales publicados", "planes", TIPOS),
    "2": Molde("Planes de acción de política aprobados", "planes", POLITICAS),
    "3": Molde("Dependencias con una jornada de sensibilización", "dependencias", DEPENDENCIAS),
    "4": Molde("Políticas con ficha vigente revisada por su líder", "políticas", POLITICAS),
    "5": Molde("Reconocimiento otorgado con acta", "reconocimiento", tipo_meta="HITO"),
    "6": Molde(
        "Respuestas del FURAG validadas",
        "%",
        CIEN,
        numerador="Respuestas validadas",
        denominador="Preguntas por responder",
    ),
    "7": Molde("Políticas con sus resultados socializados", "políticas", POLITICAS),
    "8": Molde("Planes de mejoramiento suscritos", "planes", POLITICAS),
    "9": Molde("Autodiagnósticos diligenciados", "autodiagnósticos", POLITICAS),
}


def valores_de(estrategia, cuantos: Mapping[str, int]) -> dict[str, object]:
    """Los campos de la actividad que cumple una estrategia de `politicas`, salvo quién responde.

    `cuantos`: los denominadores del año. Toda la meta va en el trimestre en que termina su ventana.
    """
    clave = str(estrategia.numero)
    molde, (inicio, fin) = MOLDES[clave], ventana(estrategia)
    meta = Decimal(cuantos[molde.de] if molde.de else 1) or None
    return {
        "numero": clave,
        "estrategia": clave,
        "nombre": estrategia.nombre,
        "producto": estrategia.soporte,
        "indicador": molde.indicador,
        "unidad": molde.unidad,
        "numerador": molde.numerador,
        "denominador": molde.denominador,
        "tipo_meta": molde.tipo_meta,
        "meta": meta,
        "fecha_inicio": inicio,
        "fecha_fin": fin,
        f"programado_t{trimestre_de(fin)}": meta,
    }


def meta_al_dia(actividad, antes: Mapping[str, int], hoy: Mapping[str, int]) -> dict[str, Decimal]:
    """Lo que cambia en una actividad copiada del año pasado si su meta era todo lo que había y hoy hay más o menos.

    Vacío si la meta era otra: la decidió alguien. La diferencia va en su último trimestre programado.
    """
    molde = MOLDES.get(actividad.estrategia)
    if not molde or not molde.de or actividad.meta != antes[molde.de] or antes[molde.de] == hoy[molde.de]:
        return {}
    ultimo = next((c for c in reversed(TRIMESTRES) if getattr(actividad, c) is not None), "")
    diferencia = Decimal(hoy[molde.de]) - actividad.meta
    if not ultimo or getattr(actividad, ultimo) + diferencia <= 0:
        return {}
    return {"meta": Decimal(hoy[molde.de]), ultimo: getattr(actividad, ultimo) + diferencia}
