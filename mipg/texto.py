"""Comparar textos como los compara una persona: sin tildes, mayúsculas, signos ni espacios de sobra."""

import re
import unicodedata
from collections.abc import Iterable

_SEPARADORES = re.compile(r"[\W_]+", re.UNICODE)


def sin_tildes(texto: str) -> str:
    """Devuelve `texto` sin diacríticos («Dirección» → «Direccion», «año» → «ano»)."""
    descompuesto = unicodedata.normalize("NFKD", texto)
    return "".join(letra for letra in descompuesto if not unicodedata.combining(letra))


def normalizar(texto: object) -> str:
    """Devuelve la forma con la que se comparan nombres y encabezados: minúsculas, sin tildes, sin signos, un espacio.

    >>> normalizar("  Dirección Adm. de  Talento-Humano ")
    'direccion adm de talento humano'
    """
    return _SEPARADORES.sub(" ", sin_tildes(str(texto)).casefold()).strip()


# --- Buscar --------------------------------------------------------------------------------------------------

# Una sola tabla para Python y para la base de datos: así se encuentra lo mismo en todas partes. Lleva también las
# mayúsculas, que PostgreSQL no baja con el orden «C», y las marcas sueltas de un texto descompuesto, que se quitan.
_ACENTUADAS = "áéíóúüñàèìòùâêîôûäëïöãõç"
_MARCAS = "\u0300\u0301\u0302\u0303\u0308\u0327"
PLEGABLES = _ACENTUADAS + _ACENTUADAS.upper() + _MARCAS
PLEGADAS = sin_tildes(_ACENTUADAS) * 2
_PLIEGUE = {
    ord(letra): plegada for letra, plegada in zip(PLEGABLES, [*PLEGADAS, *([None] * len(_MARCAS))], strict=True)
}
PALABRAS_MAXIMAS = 8
LARGO_MAXIMO = 200
_BORDES = "\"'`´«»“”‘’()[]{}¿?¡!.,;:"


def plegar(texto: object) -> str:
    """Devuelve el texto como se compara al buscar: en minúsculas y sin tildes, con sus signos y espacios.

    >>> plegar("Dirección 1.3")
    'direccion 1.3'
    """
    return str(texto).lower().translate(_PLIEGUE)


def palabras(consulta: str) -> list[str]:
    """Las palabras plegadas y distintas de lo que alguien escribió para buscar; a lo sumo `PALABRAS_MAXIMAS`.

    Se leen los primeros `LARGO_MAXIMO` caracteres; las comillas y la puntuación de los bordes no cuentan.
    """
    trozos = plegar(consulta[:LARGO_MAXIMO]).replace("\0", " ").split()
    return list(dict.fromkeys(filter(None, (trozo.strip(_BORDES) for trozo in trozos))))[:PALABRAS_MAXIMAS]


def resaltar(texto: str, buscadas: Iterable[str]) -> list[tuple[str, bool]]:
    """Parte el texto en trozos (texto, está entre lo buscado), sin mirar tildes ni mayúsculas.

    >>> resaltar("Plan de acción", ["accion"])
    [('Plan de ', False), ('acción', True)]
    """
    plegado, origen = [], []
    for indice, letra in enumerate(texto):
        for plegada in plegar(letra):
            plegado.append(plegada)
            origen.append(indice)
    entero, marcadas = "".join(plegado), [False] * len(texto)
    for palabra in buscadas:
        desde = entero.find(palabra)
        while palabra and desde >= 0:
            for posicion in range(origen[desde], origen[desde + len(palabra) - 1] + 1):
                marcadas[posicion] = True
            desde = entero.find(palabra, desde + len(palabra))
    trozos: list[tuple[str, bool]] = []
    for letra, marcada in zip(texto, marcadas, strict=True):
        if trozos and trozos[-1][1] is marcada:
            trozos[-1] = (trozos[-1][0] + letra, marcada)
        else:
            trozos.append((letra, marcada))
    return trozos
