"""Lo que dice cada celda de un archivo de resultados: un puntaje de 0 a 100 o un código."""

import re
from decimal import Decimal

from mipg.libros import Celda
from mipg.libros.textos import ValorInvalido, sin_valor

# Los puntajes se guardan con cuatro decimales: en enteros pesan la centésima parte.
UNIDAD = 10_000
SIN_MEDIR = -1
_MAXIMO = 100 * UNIDAD
_ESCRITO = re.compile(r"(\d{1,3})(?:[.,](\d{1,12}))?\s?%?")
_CODIGO = re.compile(r"(\d{1,20})(?:[.,]0+)?")
_DIGITOS_DEL_CODIGO = 4


class SinDato(ValorInvalido):
    """La celda dice con palabras que no hay dato («N/A», «-»)."""


def puntaje_de(celda: Celda) -> int:
    """El puntaje de una celda, en diezmilésimas. Lanza `SinDato` si dice que no hay y `ValorInvalido` si no lo es.

    Como no pasa de 100, «63.412» y «63,412» sólo pueden ser un decimal.
    """
    if celda.error:
        raise ValorInvalido(celda.error, "celda_con_error")
    if celda.combinada_desde or celda.ancho > 1:
        raise ValorInvalido("La celda está combinada con otras. Sepárelas: cada entidad tiene su puntaje.", "combinada")
    numero = celda.valor if isinstance(celda.valor, Decimal) else _escrito(celda)
    unidades = int((numero * UNIDAD).to_integral_value())
    if not 0 <= unidades <= _MAXIMO:
        raise ValorInvalido(f"«{celda.texto[:40]}» no es un puntaje: van de 0 a 100.", "fuera_de_rango")
    return unidades


def _escrito(celda: Celda) -> Decimal:
    if hallado := _ESCRITO.fullmatch(celda.texto.strip()):
        return Decimal(f"{hallado[1]}.{hallado[2] or 0}")
    if sin_valor(celda.texto):
        raise SinDato(f"La celda dice «{celda.texto[:40]}».", "sin_dato")
    raise ValorInvalido(f"«{celda.texto[:40]}» no es un puntaje: se espera un número de 0 a 100.", "texto_por_puntaje")


def codigo_sigep(celda: Celda | None) -> str:
    """El código SIGEP como texto; con los ceros que Excel le quita al guardarlo como número. Lanza `ValorInvalido`."""
    if celda is None or sin_valor(celda.texto):
        return ""
    if celda.error and not celda.texto.isdecimal():
        raise ValorInvalido(celda.error, "celda_con_error")
    if isinstance(celda.valor, Decimal) and celda.valor != int(celda.valor):
        raise ValorInvalido(f"«{celda.texto[:40]}» no es un código SIGEP: tiene decimales.", "codigo_ilegible")
    texto = " ".join(celda.texto.split())
    hallado = _CODIGO.fullmatch(texto)
    return hallado[1].zfill(_DIGITOS_DEL_CODIGO) if hallado else texto
