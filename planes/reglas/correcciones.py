"""Qué se exige para corregir una errata de un plan aprobado sin abrir una versión. Todo puro."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from mipg.reglas import Problema
from mipg.texto import normalizar
from planes.reglas import RIGEN

# Dicen a qué se compromete la entidad o cómo se mide: una sola persona sólo les quita erratas.
COMPROMETEN = ("nombre", "producto", "indicador", "formula", "numerador", "denominador")
# De 0 a 1: cuánto se parece lo corregido a lo que decía.
PARECIDO = 0.8
_CIFRAS = re.compile(r"\d+")
_OPERACIONES = re.compile(r"[+*/×÷%<>=()-]")
_PESAN = re.compile(
    r"\b(?:no|ni|sin|nunca|mas|menos|maximo|minimo|un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce"
    r"|quince|veinte|treinta|cuarenta|cincuenta|cien|ciento|mil|millon|millones)\b"
)


def por_que_no_es_errata(campo: str, antes: str, despues: str) -> str:
    """Por qué el cambio de un texto que compromete no es quitarle una errata; vacío si lo es.

    Lo es si conserva las cifras, las palabras que las dicen o las niegan y, en una fórmula, las operaciones; y si se
    parece en `PARECIDO` a lo que decía.
    """
    if _CIFRAS.findall(antes) != _CIFRAS.findall(despues):
        return "cambia una cifra"
    if campo == "formula" and _OPERACIONES.findall(antes) != _OPERACIONES.findall(despues):
        return "cambia cómo se calcula"
    de_antes, de_despues = normalizar(antes), normalizar(despues)
    if _PESAN.findall(de_antes) != _PESAN.findall(de_despues):
        return "cambia cuánto dice o lo niega"
    if SequenceMatcher(None, de_antes, de_despues, autojunk=False).ratio() < PARECIDO:
        return "dice otra cosa"
    return ""


def problemas_para_corregir(*, estado: str, motivo: str, cambios: Mapping) -> list[Problema]:
    """Por qué no se corrige el plan o la actividad. `cambios`: los campos que quedarían distintos."""
    if estado not in RIGEN:
        return [Problema("Así sólo se corrige un plan aprobado o publicado.")]
    problemas = []
    if not cambios:
        problemas.append(Problema("No cambió nada: no hay qué corregir."))
    if not motivo.strip():
        problemas.append(Problema("Diga qué estaba mal: queda en la historia del plan.", "motivo"))
    for campo in (campo for campo in COMPROMETEN if campo in cambios):
        if por_que := por_que_no_es_errata(campo, *(str(lado or "") for lado in cambios[campo])):
            dicho = f"No es una errata: {por_que}. Proponga una modificación del plan, que aprueba otra persona."
            problemas.append(Problema(dicho, campo))
    return problemas
