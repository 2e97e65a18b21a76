"""Dos textos comparados por palabras: qué sale y qué entra. Todo puro."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

# Por debajo de este parecido, marcar palabra por palabra se lee peor que el texto entero antes y después.
PARECIDO = 0.4
_PIEZAS = re.compile(r"\w+|\s+|[^\w\s]")


class Marca(Enum):
    """Qué pasó con un trozo de texto."""

    IGUAL = "igual"
    SALE = "sale"
    ENTRA = "entra"


@dataclass(frozen=True)
class Trozo:
    """Un pedazo de texto seguido, con lo que le pasó."""

    marca: Marca
    texto: str

    @property
    def sale(self) -> bool:
        """Estaba y ya no está."""
        return self.marca is Marca.SALE

    @property
    def entra(self) -> bool:
        """No estaba y ahora está."""
        return self.marca is Marca.ENTRA


def por_palabras(antes: str, despues: str) -> tuple[Trozo, ...]:
    """Los trozos del texto nuevo con los que salieron del viejo en su lugar; si casi nada coincide, uno y otro enteros.

    >>> [(t.marca.value, t.texto) for t in por_palabras("Publicar dos informes.", "Publicar tres informes.")]
    [('igual', 'Publicar '), ('sale', 'dos'), ('entra', 'tres'), ('igual', ' informes.')]
    """
    viejas, nuevas = _PIEZAS.findall(antes), _PIEZAS.findall(despues)
    iguales = SequenceMatcher(None, viejas, nuevas, autojunk=False)
    if iguales.ratio() < PARECIDO:
        return enteros(antes, despues)
    return tuple(_seguidos(_pares(viejas, nuevas, iguales)))


def por_partes(antes: Sequence[str], despues: Sequence[str], entre: str = "; ") -> tuple[Trozo, ...]:
    """Las partes de una lista: las que siguen, las que salen y las que entran, separadas por `entre`."""
    partes = [(Marca.IGUAL if una in despues else Marca.SALE, una) for una in antes]
    partes += [(Marca.ENTRA, una) for una in despues if una not in antes]
    trozos: list[Trozo] = []
    for marca, texto in partes:
        if trozos:
            trozos.append(Trozo(Marca.IGUAL, entre))
        trozos.append(Trozo(marca, texto))
    return tuple(trozos)


def enteros(antes: str, despues: str) -> tuple[Trozo, ...]:
    """Todo lo de antes sale y todo lo de después entra; lo vacío no se dice."""
    pasos = [Trozo(Marca.SALE, antes), Trozo(Marca.IGUAL, " "), Trozo(Marca.ENTRA, despues)]
    return tuple(pasos) if antes and despues else tuple(paso for paso in pasos if paso.texto.strip())


def _pares(viejas: list[str], nuevas: list[str], iguales: SequenceMatcher) -> Iterator[tuple[str, str]]:
    """(lo de antes, lo de después) de cada tramo, en orden; si son el mismo, no cambió."""
    for _, desde, hasta, desde_nuevo, hasta_nuevo in iguales.get_opcodes():
        yield "".join(viejas[desde:hasta]), "".join(nuevas[desde_nuevo:hasta_nuevo])


def _seguidos(pares: Iterator[tuple[str, str]]) -> Iterator[Trozo]:
    """Un solo cambio donde entre dos sólo hay espacio: «dos informes» por «tres actas» y no palabra a palabra."""
    sale, entra, espacio = "", "", ""
    for viejo, nuevo in pares:
        if viejo == nuevo and not viejo.strip() and (sale or entra):
            espacio = viejo
        elif viejo == nuevo:
            yield from _cambio(sale, entra, espacio)
            yield Trozo(Marca.IGUAL, viejo)
            sale, entra, espacio = "", "", ""
        else:
            sale, entra, espacio = sale + espacio + viejo, entra + espacio + nuevo, ""
    yield from _cambio(sale, entra, espacio)


def _cambio(sale: str, entra: str, espacio: str) -> Iterator[Trozo]:
    dichos = (Trozo(Marca.SALE, sale), Trozo(Marca.ENTRA, entra), Trozo(Marca.IGUAL, espacio))
    yield from (trozo for trozo in dichos if trozo.texto)
