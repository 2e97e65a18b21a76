"""Los textos de una celda: limpios, en una línea y lo que dice que no hay dato."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from mipg.texto import normalizar

# Más largo que esto no es una cantidad ni una fecha, y las expresiones regulares no deben recorrerlo.
LARGO_MAXIMO = 200

# A la vista son iguales: quien lo escribió no sabe que está mal.
O_POR_CERO = "«{escrito}» tiene la letra O junto a una cifra. Si es un cero, escriba 0."


class ValorInvalido(ValueError):
    """Lo escrito en la celda no se entiende; `mensaje` dice qué está mal y cómo escribirlo; `codigo`, quién lo vio."""

    def __init__(self, mensaje: str, codigo: str = "valor_ilegible"):
        super().__init__(mensaje)
        self.mensaje, self.codigo = mensaje, codigo


def si_se_entiende(leer: Callable[..., Any], *dicho) -> Any:
    """Lo que da `leer` con lo dicho, o nulo si lanza `ValorInvalido`."""
    try:
        return leer(*dicho)
    except ValorInvalido:
        return None


# Así guarda Excel un carácter de control; con otro código, «_x0041_» es lo que alguien escribió.
_ESCAPE_DE_EXCEL = re.compile(r"_x(00[01][0-9A-Fa-f])_")
_ERROR_DE_EXCEL = re.compile(
    r"#(?:N/?[AD]|N/A N/A|¿NOMBRE\?|NAME\?|¡?(?:REF|VALOR|VALUE|DIV/0|NUM|NULO|NULL|DESBORDAMIENTO|SPILL|CALC)!)"
)
_SIN_VALOR = frozenset(
    normalizar(texto)
    for texto in (
        "N/A", "NA", "N.A.", "No aplica", "-", "--", "—", "Ninguno", "Ninguna", "Sin dato", "Sin información",
        "Por definir", "Pendiente", "Sin fecha", "ND", "N/D", "S/D", "No disponible", "No hay", "Sin línea base",
    )
)  # fmt: skip


# Como se copia, y se guarda en un CSV, una cifra que no cabe en el ancho de su columna.
_ANGOSTA = re.compile(r"#{2,}")
COLUMNA_ANGOSTA = "«{}» no es lo que dice la celda: la columna estaba angosta en Excel. Ensánchela y cópiela de nuevo."


def no_cabia(texto: str) -> bool:
    """Si es lo que muestra una celda cuya cifra no cabe en su columna: «####»."""
    return bool(_ANGOSTA.fullmatch(texto.strip()))


def es_error_de_excel(texto: str) -> bool:
    """Si es lo que muestra una celda cuya fórmula falló: «#N/A», «#¡REF!»."""
    return bool(_ERROR_DE_EXCEL.fullmatch(texto.strip()))


def limpiar(texto: str) -> str:
    """Texto sin caracteres de control ni invisibles y con espacios sencillos; conserva los saltos de línea."""
    texto = sin_invisibles(_ESCAPE_DE_EXCEL.sub(lambda escape: chr(int(escape[1], 16)), texto))
    lineas = (" ".join(linea.split()) for linea in texto.split("\n"))
    return "\n".join(linea for linea in lineas if linea)


def sin_invisibles(texto: str) -> str:
    """El mismo texto, compuesto y sin caracteres de control ni de formato: con ellos dos iguales no lo parecen."""
    texto = unicodedata.normalize("NFC", texto).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return "".join(
        signo if unicodedata.category(signo)[0] != "C" or signo == "\n" else _control(signo) for signo in texto
    )


def _control(signo: str) -> str:
    return " " if signo == "\t" else ""


# «Capacitaci?n»: quien guardó el archivo cambió por «?» las letras que no cabían. En una dirección web es otra cosa.
_LETRA_PERDIDA = re.compile(r"(?<![\w/.:=&?%-])[^\W\d_]+(?:\?[^\W\d_]+)+(?![=\w])")


def con_letras_perdidas(texto: str) -> list[str]:
    """Las palabras de `texto` con un «?» donde iba una letra."""
    return _LETRA_PERDIDA.findall(texto)


def en_una_linea(texto: str) -> str:
    """`texto` con los saltos de línea vueltos espacios."""
    return " ".join(texto.split())


def sin_valor(texto: str) -> bool:
    """Si la celda dice, con palabras, que no tiene dato: «N/A», «—», «Por definir», «Sin fecha»."""
    return normalizar(texto) in _SIN_VALOR
