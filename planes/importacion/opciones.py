"""Los campos de una lista cerrada —tipo de meta, sentido, fuente— por las palabras con que los escriben."""

import re
from collections.abc import Iterable

from mipg.texto import normalizar

from .programacion import ACUMULADA, CONSTANTE, HITO, NO_ACUMULADA
from .renglones import Cuaderno, Renglon

# «No acumulada» no dice cuál es: se decide por las cantidades. «Decreciente» no es ninguna.
_SIN_NEGAR = r"(?<!\bno )(?<!\bno es )"
TIPOS_DE_META = (
    (re.compile(r"\bno (?:es )?(?:una )?(?:meta )?(?:acumul|suma)|\bacumul\w* no$"), NO_ACUMULADA),
    (re.compile(rf"{_SIN_NEGAR}(?:hito|unica|entrega)|si no"), HITO),
    (re.compile(rf"{_SIN_NEGAR}(?:constante|mantenimiento|mantener|stock|permanente|continu)"), CONSTANTE),
    (re.compile(rf"{_SIN_NEGAR}(?<!\bde)(?:acumul|suma|increment|crecient|flujo|capacidad)"), ACUMULADA),
)
SENTIDOS = (
    (re.compile(r"desc|decre|dismin|reduc|baj|negativ"), "DESCENDENTE"),
    (re.compile(r"asc|crec|aument|increm|sub|posit"), "ASCENDENTE"),
)
FUENTES = (
    (re.compile(r"autodiag|reflexion"), "AUTODIAGNOSTICO"),
    (re.compile(r"furag|recomendacion|desempeno institucional|\b(?:mdi|idi)\b"), "FURAG"),
    (re.compile(r"audit|control interno|hallazgo|contraloria|\boci\b"), "AUDITORIA"),
    (re.compile(r"norma|decreto|resolucion|legal|acuerdo|\bley(?:es)?\b"), "NORMA"),
)


def opcion_de(renglon: Renglon, campo: str, tabla: Iterable[tuple[re.Pattern[str], str]], cuaderno: Cuaderno) -> str:
    """El valor de la primera expresión que aparece en el texto; vacío si no hay texto o no se reconoce."""
    celda = renglon.sana(campo)
    if celda is None:
        return ""
    for expresion, valor in tabla:
        if expresion.search(normalizar(celda.texto)):
            return valor
    if normalizar(celda.texto) not in ("otra", "otro", "otras"):
        cuaderno.aviso("valor_por_defecto", renglon, campo, texto=celda.texto)
    return ""
