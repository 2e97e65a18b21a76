"""La fórmula de un indicador: cuándo se pide su numerador y su denominador. Todo puro."""

import re
from functools import lru_cache

from mipg.reglas import Problema
from mipg.texto import normalizar


@lru_cache(maxsize=1024)
def es_porcentaje(unidad: str) -> bool:
    """Si una unidad de medida es el porcentaje: «%», «Porcentaje», «Por ciento», «Cobertura (%)»."""
    return "%" in unidad or bool(re.match(r"porcent|por ?cien", normalizar(unidad)))


def problemas_de_formula(actividad) -> list[Problema]:
    """Qué falta para saber de qué es el porcentaje: su numerador y su denominador o, si ya está escrita, su fórmula."""
    if not es_porcentaje(actividad.unidad):
        return []
    faltan = [parte for parte in ("numerador", "denominador") if not getattr(actividad, parte)]
    if not faltan or (len(faltan) == 2 and actividad.formula):
        return []
    return [Problema(f"se mide en porcentaje y no dice su {' ni su '.join(faltan)}.", faltan[0])]
