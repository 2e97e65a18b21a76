"""Cómo puede llamarse una persona para que nadie la tome por otra."""

from collections.abc import Collection

from mipg.reglas import Problema
from mipg.texto import normalizar

# Una letra que no es latina, aunque lo parezca.
DE_OTRO_ALFABETO = r"(?![A-Za-zªºÀ-ɏḀ-ỿ])[^\W\d_]"
SOLO_LATINAS = "Escriba el nombre sólo con letras latinas: hay una de otro alfabeto, aunque lo parezca."


def problemas_de_nombre(nombre: str, *, propio: bool, reservados: Collection[str]) -> list[Problema]:
    """Por qué la persona no toma ese nombre. `propio`: es el de quien lo cambia.

    `reservados`: los nombres normalizados de las demás personas vinculadas con un rol resguardado.
    """
    if propio:
        return [Problema("Su propio nombre lo corrige otra persona que administre.", "nombre")]
    if normalizar(nombre) in reservados:
        dice = "Ese nombre ya es el de otra persona con un rol resguardado: añada un segundo nombre o apellido."
        return [Problema(dice, "nombre")]
    return []
