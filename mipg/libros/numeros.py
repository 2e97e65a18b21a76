"""Números escritos por una persona, en español o en inglés. Todo en `Decimal`, con cuatro decimales."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from .libro import Celda
from .textos import LARGO_MAXIMO, O_POR_CERO, ValorInvalido, en_una_linea

NUMERO_MAXIMO = Decimal(10) ** 12
# Las que SQLite devuelve tal como se guardaron: con una más, 123.456.789.012,3456 volvería siendo otro.
CIFRAS_EXACTAS = 15
_DECIMALES = Decimal("0.0001")
# Lo que deja una resta de Excel que debía dar cero.
_RUIDO = Decimal("1E-8")

# Como Excel muestra, y guarda en un CSV, una cifra que no cabe en su columna: «1,2E+09».
_CIENTIFICA = re.compile(r"[-+−]?\d+(?:[.,]\d+)?[eE][-+−]?\d{1,4}\b")
NUMERO = r"[-+−]?\d[\d.,'’ ]*\d|[-+−]?\d"
_TERMINA_EN_O = re.compile(r"[\d.,]*\d[oO]+\b")
_SOLO_NUMERO = re.compile(rf"\$?\s*({NUMERO})\s*(%?)")
# Los miles nunca empiezan por cero: «0.750» es un decimal.
_FORMAS = (
    (re.compile(r"\d+"), lambda texto: texto),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+"), lambda texto: texto.replace(".", "")),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+"), lambda texto: texto.replace(".", "").replace(",", ".")),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+"), lambda texto: texto.replace(",", "")),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}"), lambda texto: texto.replace(",", "")),
    # Con apóstrofo de millones, el punto es de miles: «5'000.000»; «5'000,000» puede ser cinco mil.
    (re.compile(r"[1-9]\d{0,2}['’]\d{3}\.\d{3}(?:,\d+)?"), lambda texto: re.sub("[.'’]", "", texto).replace(",", ".")),
    (
        re.compile(r"(?!.*['’]\d{3}[.,]\d{3}$)[1-9]\d{0,2}(?:[ '’]\d{3})+(?:[.,]\d+)?"),
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
    if exacto.is_finite() and abs(exacto) < _RUIDO:
        return Decimal(0)
    return _representable(exacto * 100 if porcentaje else exacto, str(numero))


def _representable(numero: Decimal, escrito: str, exacto: bool = False) -> Decimal:
    """El número con los decimales que se guardan (o, si `exacto`, todos); lanza `ValorInvalido` si así sería otro."""
    if not numero.is_finite() or abs(numero) >= NUMERO_MAXIMO:
        raise ValorInvalido(f"El número «{escrito[:40]}» es demasiado grande. Corríjalo.", "numero_que_no_cabe")
    redondo = numero if exacto else numero.quantize(_DECIMALES).normalize()
    if len(redondo.normalize().as_tuple().digits) > CIFRAS_EXACTAS:
        raise ValorInvalido(
            f"El número «{escrito[:40]}» tiene más de {CIFRAS_EXACTAS} cifras y no se guardaría exacto. Redondéelo.",
            "numero_que_no_cabe",
        )
    if exacto:
        return numero
    if numero and abs(numero) < _DECIMALES:
        raise ValorInvalido(
            f"El número «{escrito[:40]}» tiene más de cuatro decimales y quedaría en cero. Corríjalo.",
            "numero_que_no_cabe",
        )
    return redondo.quantize(Decimal(1)) if redondo == redondo.to_integral_value() else redondo


def exigir_cifra_completa(texto: str) -> None:
    """Lanza `ValorInvalido` si empieza por una cifra en notación científica, que pudo perder las demás, o con una O."""
    if _TERMINA_EN_O.match(texto.strip()[:LARGO_MAXIMO]):
        raise ValorInvalido(O_POR_CERO.format(escrito=texto[:40]))
    if _CIENTIFICA.match(texto.strip()):
        raise ValorInvalido(
            f"«{texto[:40]}» está en notación científica y puede haber perdido cifras. Escríbala completa.",
            "notacion_cientifica",
        )


def leer_numero(texto: str, *, exacto: bool = False) -> Decimal:
    """Número escrito en español o en inglés: «1.234,5», «1,234.5», «1.234» (mil doscientos…), «12,5», «25 %», «$ 5».

    Es el único lector de números escritos, en formularios y en archivos. Redondea a cuatro decimales, salvo si se pide
    `exacto`. Lanza `ValorInvalido` si no es sólo un número o si la coma puede ser tanto de miles como decimal
    («1,234»).
    """
    exigir_cifra_completa(texto)
    hallado = len(texto) <= LARGO_MAXIMO and _SOLO_NUMERO.fullmatch(en_una_linea(texto))
    if not hallado:
        raise ValorInvalido(f"«{texto[:40]}» no es un número. Escriba sólo la cifra, por ejemplo 12 o 12,5.")
    return leer_cifra(hallado[1], exacto=exacto)


def leer_cifra(texto: str, *, exacto: bool = False) -> Decimal:
    """El número de una cifra sola (`NUMERO`); lanza `ValorInvalido` si se puede leer de dos maneras."""
    negativo, digitos = texto[0] in "-−", texto.lstrip("-+−").strip()
    for forma, a_decimal in _FORMAS:
        if forma.fullmatch(digitos):
            # Construir un Decimal inmenso cuesta; lo que no cabe se dice igual.
            numero = Decimal(a_decimal(digitos)) if len(digitos) <= 40 else NUMERO_MAXIMO
            return _representable(-numero if negativo else numero, texto, exacto)
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
