"""Números escritos por una persona, en español o en inglés. Todo en `Decimal`, con cuatro decimales."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from .libro import Celda
from .textos import LARGO_MAXIMO, ValorInvalido, en_una_linea

NUMERO_MAXIMO = Decimal(10) ** 12
_DECIMALES = Decimal("0.0001")

NUMERO = r"[-+−]?\d[\d.,'’ ]*\d|[-+−]?\d"
_SOLO_NUMERO = re.compile(rf"\$?\s*({NUMERO})\s*(%?)")
# Los miles nunca empiezan por cero: «0.750» es un decimal.
_FORMAS = (
    (re.compile(r"\d+"), lambda texto: texto),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+"), lambda texto: texto.replace(".", "")),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+"), lambda texto: texto.replace(".", "").replace(",", ".")),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+"), lambda texto: texto.replace(",", "")),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}"), lambda texto: texto.replace(",", "")),
    (
        re.compile(r"[1-9]\d{0,2}(?:[ '’]\d{3})+(?:[.,]\d+)?"),
        lambda texto: re.sub("[ '’]", "", texto).replace(",", "."),
    ),
    (re.compile(r"(?!0*[1-9]\d{0,2},\d{3}$)\d+,\d+"), lambda texto: texto.replace(",", ".")),
    (re.compile(r"\d+\.\d+"), lambda texto: texto),
)


# Con punto: «12.5» sólo puede ser decimal; «1.250» puede ser mil doscientos cincuenta o uno y cuarto.
_PUNTO_DECIMAL = re.compile(r"[-+−]?(?:0\.\d+|\d+\.(?:\d{1,2}|\d{4,}))")
_PUNTO_DUDOSO = re.compile(r"[-+−]?[1-9]\d{0,2}\.\d{3}")


def puntos_dudosos(textos: Iterable[str]) -> frozenset[str]:
    """Los números de `textos` con un punto que puede ser decimal, si en otros del mismo archivo lo es."""
    numeros = {texto.rstrip("% ") for texto in textos}
    if not any(map(_PUNTO_DECIMAL.fullmatch, numeros)):
        return frozenset()
    return frozenset(filter(_PUNTO_DUDOSO.fullmatch, numeros))


def decimal_de(numero: int | float, *, porcentaje: bool = False) -> Decimal:
    """`Decimal` con 4 decimales a partir de lo que muestra Excel; si `porcentaje`, en escala 0–100 (0,25 → 25).

    Lanza `ValorInvalido` si no es finito o pasa de `NUMERO_MAXIMO`.
    """
    exacto = Decimal(repr(numero))
    if not exacto.is_finite() or abs(exacto) >= NUMERO_MAXIMO:
        raise ValorInvalido("El número es demasiado grande. Corríjalo.")
    return _recortar(exacto * 100 if porcentaje else exacto)


def _recortar(numero: Decimal) -> Decimal:
    redondo = numero.quantize(_DECIMALES).normalize()
    return redondo.quantize(Decimal(1)) if redondo == redondo.to_integral_value() else redondo


def leer_numero(texto: str) -> Decimal:
    """Número escrito en español o en inglés: «1.234,5», «1,234.5», «1.234» (mil doscientos…), «12,5», «25 %», «$ 5».

    Lanza `ValorInvalido` si no es sólo un número o si la coma puede ser tanto de miles como decimal («1,234»).
    """
    hallado = len(texto) <= LARGO_MAXIMO and _SOLO_NUMERO.fullmatch(en_una_linea(texto))
    if not hallado:
        raise ValorInvalido(f"«{texto[:40]}» no es un número. Escriba sólo la cifra, por ejemplo 12 o 12,5.")
    return leer_cifra(hallado[1])


def leer_cifra(texto: str) -> Decimal:
    """El número de una cifra sola (`NUMERO`); lanza `ValorInvalido` si se puede leer de dos maneras."""
    negativo, digitos = texto[0] in "-−", texto.lstrip("-+−").strip()
    for forma, a_decimal in _FORMAS:
        if forma.fullmatch(digitos):
            numero = Decimal(a_decimal(digitos)) if len(digitos) <= 40 else NUMERO_MAXIMO
            if numero >= NUMERO_MAXIMO:
                raise ValorInvalido(f"El número «{texto[:40]}» es demasiado grande. Corríjalo.")
            return _recortar(-numero if negativo else numero)
    raise ValorInvalido(
        f"«{texto[:40]}» se puede leer de dos maneras. Escríbalo sin separador de miles: 1234 o 1234,5."
    )


def numero_de(celda: Celda) -> Decimal:
    """El número de `celda`, venga como número o como texto. Lanza `ValorInvalido`."""
    if isinstance(celda.valor, Decimal):
        return celda.valor
    if isinstance(celda.valor, date):
        raise ValorInvalido(
            f"La celda tiene una fecha ({celda.texto}) donde va un número. Cambie el formato y corríjala."
        )
    return leer_numero(celda.valor)
