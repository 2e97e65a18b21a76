"""Cómo se cita el acto con que se aprueba, y qué se exige para corregirlo. Todo puro."""

import re
from datetime import date

from mipg.fechas import en_palabras
from mipg.reglas import Problema
from mipg.texto import normalizar

PENDIENTE = "Acta pendiente"


# «Sesión del 05/02/2026, punto 3», y no «Sesión del Comité (acta) 3».
_DE_UN_PUNTO = re.compile(r"sesion del \d")


def es_de_un_punto(numero: str) -> bool:
    """El acto cita lo que decidió un punto de una sesión; corregido, puede citar otra cosa aunque ella lo decidiera."""
    return bool(_DE_UN_PUNTO.match(normalizar(numero)))


def citar(clase: str, numero: str, cuando: date | None = None) -> str:
    """«Resolución 123 del 5 de febrero de 2026»; la clase no se repite si ya viene con el número.

    `clase`: como se lee, no como se guarda. Lo que decidió un punto («sesión del 05/02/2026, punto 3») ya dice su clase
    y su fecha; el número del acta se ve por el punto cuando se cierra.
    """
    if es_de_un_punto(numero):
        return numero[:1].upper() + numero[1:]
    if clase and normalizar(numero).startswith(normalizar(clase)):
        clase = ""
    return " ".join(filter(None, [clase, numero, f"del {en_palabras(cuando)}" if cuando else ""]))


def problemas_para_corregir(*, motivo: str, antes: tuple, despues: tuple) -> list[Problema]:
    """Por qué no se corrige un acto. `antes` y `despues`: (acto, fecha)."""
    problemas = []
    if antes == despues:
        problemas.append(Problema("Es el mismo acto: no hay nada que corregir.", "acto_numero"))
    if not motivo.strip():
        problemas.append(Problema("Diga qué estaba mal escrito: queda en la historia del plan.", "motivo"))
    return problemas
