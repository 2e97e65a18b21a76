"""Qué tan adivinable es una contraseña: lo estima zxcvbn, con palabras españolas y las de quien la elige.

Sus listas (claves filtradas, nombres, palabras) y sus patrones (repeticiones, secuencias, recorridos del teclado,
fechas) son suyos; de aquí son las palabras frecuentes del español, las frases hechas, los municipios, el contexto y los
mensajes, que no repiten la clave.
"""

import functools
import itertools
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zxcvbn import matching, scoring

from mipg.texto import normalizar, sin_tildes

# Lo que sigue sólo la haría más fuerte, y con más letras estimar cuesta demasiado (las sustituciones crecen aprisa).
_HASTA = 40
_PALABRAS = Path(__file__).parent / "palabras"
# Lo que va entre palabras no protege: quien adivina también lo prueba.
_ENTRE_PALABRAS = re.compile(r"[\s._,;-]+")
# Sólo entre palabras, con su número y sus signos al final: en lo escrito al azar un guion es una letra más.
_PALABRA = re.compile(r"(?:[a-z]+|[a-z]{3,}\d{1,4}|\d+)[^a-z0-9]{0,3}")
_DE_LA_CASA = ("mipg", "alcaldia", "gobernacion", "municipio", "distrito", "planeacion", "gestion", "furag", "decreto")

_MOTIVOS = {
    "repeat": "repite lo mismo",
    "sequence": "lleva una secuencia, como «abcd» o «1234»",
    "spatial": "sigue un recorrido del teclado",
    "date": "lleva una fecha",
    "regex": "lleva un año",
    "contexto": "lleva palabras que probaría quien los conoce: la entidad, su nombre, su correo, su cargo, su "
    "dependencia o un año",
    "frases": "lleva una frase hecha o lo que todos escriben aquí",
    "municipios": "lleva el nombre de un municipio o un departamento",
    "passwords": "lleva una de las contraseñas más usadas",
    "dictionary": "sus palabras son muy corrientes o son pocas",
    "bruteforce": "le faltan letras",
}


@dataclass(frozen=True)
class Exigencia:
    """Cuánto se le pide a una contraseña: letras y, como potencia de diez, los intentos que debe costar."""

    largo: int
    fuerza: float


SIN_FACTOR = Exigencia(largo=15, fuerza=13)
CON_FACTOR = Exigencia(largo=12, fuerza=11.5)


def _lista(nombre: str) -> list[str]:
    return (_PALABRAS / f"{nombre}.txt").read_text(encoding="utf-8").split()


@functools.cache
def _listas() -> Mapping[str, Mapping[str, int]]:
    """Las listas de zxcvbn más las nuestras, que así también ve al descomponer lo repetido."""
    matching.add_frequency_lists({"espanol": _lista("frecuentes")})
    # No van de la más usada a la menos: cada una cuesta lo que recorrer su lista.
    for nombre in ("frases", "municipios"):
        matching.RANKED_DICTIONARIES[nombre] = dict.fromkeys(_lista(nombre), len(_lista(nombre)))
    return matching.RANKED_DICTIONARIES


def estimar(clave: str, de_quien: Iterable[str] = ()) -> tuple[float, list[str]]:
    """Intentos que cuesta adivinarla, como potencia de diez, y por qué es débil si lo es.

    `de_quien` son las palabras que probaría primero quien conoce a la persona o la entidad.
    """
    texto = _ENTRE_PALABRAS.sub(" ", sin_tildes(clave).lower()).split(" ")
    de_palabras = all(_PALABRA.fullmatch(trozo) for trozo in texto if trozo)
    # Dónde empieza o termina una palabra.
    bordes = {0, *itertools.accumulate(map(len, texto))} if de_palabras else ()
    texto = ("".join(texto) if de_palabras else sin_tildes(clave).lower())[:_HASTA]
    if not texto:
        return 0, ["dictionary"]
    # Un diccionario por cálculo: el de la biblioteca es uno solo para todos los hilos.
    listas = {**_listas(), "contexto": matching.build_ranked_dict(list(dict.fromkeys(de_quien)))}
    # Sin el recargo por cada trozo: premia encadenar palabras corrientes.
    hallados = [t for t in matching.omnimatch(texto, listas) if not _a_caballo(t, bordes)]
    trozos = scoring.most_guessable_match_sequence(texto, hallados, True)["sequence"]
    motivos = {t.get("dictionary_name") if t.get("dictionary_name") in _MOTIVOS else t["pattern"] for t in trozos}
    if len(motivos) > 1:
        motivos.discard("bruteforce")
    return sum(float(t["guesses_log10"]) for t in trozos), [m for m in _MOTIVOS if m in motivos]


def _a_caballo(trozo: dict, bordes: Collection[int]) -> bool:
    """Si es una palabra hallada con el final de una y el comienzo de otra: nadie las parte por ahí."""
    desde, hasta = trozo["i"], trozo["j"] + 1
    return (
        trozo["pattern"] == "dictionary"
        and any(desde < borde < hasta for borde in bordes)
        and not (desde in bordes and hasta in bordes)
    )


def problemas_de_clave(clave: str, exigencia: Exigencia, de_quien: Iterable[str] = ()) -> list[str]:
    """Frases con lo que le falta a una contraseña y cómo arreglarlo; ninguna si sirve."""
    if len(clave) < exigencia.largo:
        return [f"La contraseña debe tener al menos {exigencia.largo} letras o signos; ésta tiene {len(clave)}."]
    fuerza, motivos = estimar(clave, de_quien)
    if fuerza >= exigencia.fuerza:
        return []
    por_que = "; ".join(_MOTIVOS[m] for m in motivos)
    return [f"Esta contraseña se adivina fácil: {por_que}. Pruebe con cuatro palabras sin relación entre sí."]


def palabras_de(*textos: str) -> list[str]:
    """Las palabras de unos textos, enteras y pegadas, sin tildes; las de una o dos letras no dicen nada de nadie."""
    return [
        palabra
        for texto in textos
        for palabra in (*normalizar(texto).split(), normalizar(texto).replace(" ", ""))
        if len(palabra) > 2
    ]


def contexto(textos: Iterable[str], este_anio: int) -> list[str]:
    """Lo que probaría primero quien conoce a la persona y la entidad: sus palabras, las del oficio y los años."""
    return [*palabras_de(*textos, *_DE_LA_CASA), *(str(n) for n in range(este_anio - 40, este_anio + 5))]
