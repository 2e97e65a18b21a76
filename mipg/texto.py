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


def una_linea(texto: str) -> str:
    """El texto en un renglón y sin lo que no se ve: caracteres de control, de dirección de escritura, de ancho cero."""
    visible = (letra if unicodedata.category(letra)[0] != "C" else " " if letra.isspace() else "" for letra in texto)
    return " ".join("".join(visible).split())


def en_lista(partes: Iterable[str]) -> str:
    """«a, b y c». El `get_text_list` de Django las pega: en español traduce su coma sin el espacio.

    >>> en_lista(["4", "5", "6"])
    '4, 5 y 6'
    >>> en_lista(["4"]), en_lista([])
    ('4', '')
    """
    *primeras, ultima = [*partes] or [""]
    return f"{', '.join(primeras)} y {ultima}" if primeras else ultima


# Lo que ninguna carpeta admite en un nombre, y los nombres que Windows se reserva.
_NO_VA_EN_UN_NOMBRE = re.compile(r'[\\/:*?"<>|]+')
_RESERVADO = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_LARGO_DE_UN_NOMBRE = 150


def nombre_de_archivo(nombre: str) -> str:
    """El nombre como se puede guardar en cualquier computador: en un renglón, sin rutas ni puntos al final."""
    limpio = _NO_VA_EN_UN_NOMBRE.sub("-", una_linea(nombre)).strip(". ")
    if _RESERVADO.match(limpio):
        limpio = f"_{limpio}"
    antes, punto, extension = limpio.rpartition(".")
    sobran = len(limpio) - _LARGO_DE_UN_NOMBRE
    if sobran > 0:
        corto = antes[:-sobran] if punto and len(extension) < 10 else ""
        limpio = f"{corto.rstrip()}.{extension}" if corto else limpio[:_LARGO_DE_UN_NOMBRE].rstrip(". ")
    return limpio or "archivo"


def entero(texto: str) -> int | None:
    """El entero sin signo que llegó en una dirección o un formulario; `None` si no lo es o tiene más de nueve cifras.

    Con más no es la clave de nada, y con miles Python ni lo convierte.
    """
    return int(texto) if texto.isascii() and texto.isdecimal() and len(texto) <= 9 else None


# --- Buscar --------------------------------------------------------------------------------------------------

# Las mismas tablas en Python y en la base de datos: así se encuentra y se ordena lo mismo en todas partes. Llevan las
# mayúsculas, que cada base baja según su configuración, y las marcas sueltas de un texto descompuesto, que se quitan.
_ACENTUADAS = "áéíóúüàèìòùâêîôûäëïöãõçñ"
_MARCAS = "\u0300\u0301\u0302\u0303\u0308\u0327"
_ALFABETO = "abcdefghijklmnñopqrstuvwxyz"


def _tabla(letras: dict[str, str], quitadas: str) -> tuple[str, str]:
    """Qué caracteres se cambian y por cuáles, como los recibe `TRANSLATE`: los que sobran al final se quitan."""
    con_mayusculas = letras | {letra.upper(): otra for letra, otra in letras.items()}
    return "".join(con_mayusculas) + quitadas, "".join(con_mayusculas.values())


PLEGABLES, PLEGADAS = _tabla({letra: sin_tildes(letra) for letra in _ALFABETO + _ACENTUADAS}, _MARCAS)
# Para ordenar, cada letra es su puesto en el alfabeto: la ñ ocupa el de la o, y de ahí en adelante todas corren uno.
_PUESTOS = {letra: chr(ord("a") + puesto) for puesto, letra in enumerate(_ALFABETO)}
ORDENABLES, ORDENADAS = _tabla(
    {letra: _PUESTOS[sin_tildes(letra)] for letra in _ACENTUADAS} | _PUESTOS, _MARCAS + "\"'«»“”‘’¿¡"
)
ENES_DESCOMPUESTAS = {"n\u0303": "ñ", "N\u0303": "Ñ"}


def _de_python(cambiables: str, cambiadas: str) -> dict[int, str | None]:
    sobran = [None] * (len(cambiables) - len(cambiadas))
    return {ord(letra): otra for letra, otra in zip(cambiables, [*cambiadas, *sobran], strict=True)}


_PLIEGUE = _de_python(PLEGABLES, PLEGADAS)
_ORDEN = _de_python(ORDENABLES, ORDENADAS)
PALABRAS_MAXIMAS = 8
LARGO_MAXIMO = 200
_BORDES = "\"'`´«»“”‘’()[]{}¿?¡!.,;:"


def plegar(texto: object) -> str:
    """Devuelve el texto como se compara al buscar: en minúsculas y sin tildes, con sus signos y espacios.

    >>> plegar("Dirección 1.3")
    'direccion 1.3'
    """
    return str(texto).translate(_PLIEGUE)


def clave_de_orden(texto: str) -> str:
    """Devuelve la clave con que un texto se ordena en español, letra por letra: á como a, ñ después de n, sin comillas.

    Comparar dos claves carácter por carácter da el orden; no se leen.

    >>> sorted(["ñame", "Nube", "Ábaco", "nombre", "oso"], key=clave_de_orden)
    ['Ábaco', 'nombre', 'Nube', 'ñame', 'oso']
    """
    for descompuesta, ene in ENES_DESCOMPUESTAS.items():
        texto = texto.replace(descompuesta, ene)
    return texto.translate(_ORDEN)


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
