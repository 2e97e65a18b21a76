"""Cómo se cita el acto con que se aprueba, y qué se exige para corregirlo. Todo puro."""

import re
from datetime import date

from mipg.fechas import MESES, en_palabras
from mipg.reglas import Problema
from mipg.texto import normalizar

PENDIENTE = "Acta pendiente"


# «Sesión del 05/02/2026, punto 3», y no «Sesión del Comité (acta) 3».
_DE_UN_PUNTO = re.compile(r"sesion del \d")
# La clase ya la nombra: «Sesión del Comité (acta)» con «Acta 03».
_ACTA_DOS_VECES = re.compile(r"\(acta\) acta (?:(?:n\.?[°º]|n[oú]m?\.) ?)?", re.IGNORECASE)


def es_de_un_punto(numero: str) -> bool:
    """El acto cita lo que decidió un punto de una sesión; corregido, puede citar otra cosa aunque ella lo decidiera."""
    return bool(_DE_UN_PUNTO.match(normalizar(numero)))


def citar(clase: str, numero: str, cuando: date | None = None) -> str:
    """«Resolución 123 del 5 de febrero de 2026»; ni la clase ni la fecha se repiten si ya vienen con el número.

    `clase`: como se lee, no como se guarda; vacía si `numero` ya la trae. Lo que decidió un punto («sesión del
    05/02/2026, punto 3») ya dice su clase y su fecha; el número del acta se ve por el punto cuando se cierra.
    """
    if es_de_un_punto(numero):
        return numero[:1].upper() + numero[1:]
    if clase and normalizar(numero).startswith(normalizar(clase)):
        clase = ""
    acto = _ACTA_DOS_VECES.sub("(acta) ", " ".join(filter(None, [clase, numero])))
    return f"{_sin_fecha(acto, cuando)} del {en_palabras(cuando)}" if acto and cuando else acto


def _sin_fecha(acto: str, cuando: date) -> str:
    """El acto sin esa fecha, o sin ese año, al final; otra fecha se queda: que se vea que no coinciden."""
    dia, mes, anio = f"0?{cuando.day}", f"0?{cuando.month}", cuando.year
    escrita = rf"{dia} de {MESES[cuando.month - 1]}(?: del? {anio})?|{dia}[/-]{mes}[/-]{anio}|{anio}"
    return re.sub(rf"(?:,? del? (?:{escrita}))+$", "", acto.strip(), flags=re.IGNORECASE)


def problemas_para_corregir(*, motivo: str, antes: str, despues: str) -> list[Problema]:
    """Por qué no se corrige un acto. `antes` y `despues`: como se cita."""
    problemas = []
    if antes == despues:
        problemas.append(Problema("Es el mismo acto: no hay nada que corregir.", "acto_numero"))
    if not motivo.strip():
        problemas.append(Problema("Diga qué estaba mal escrito: queda en la historia del plan.", "motivo"))
    return problemas
