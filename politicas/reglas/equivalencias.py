"""Qué políticas de versiones distintas del modelo son la misma, y qué cambió de una a otra. Todo puro."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mipg.texto import normalizar


class Par(NamedTuple):
    """Una equivalencia, en claves primarias: de una política a otra y de qué versión es cada una."""

    de: int
    de_version: int
    a: int
    a_version: int


@dataclass(frozen=True)
class Linea:
    """Una política a través de las versiones en uso.

    `por_version`: versión (clave primaria) → la que es la misma, ella incluida: por ahí cruzan sus series. `dichos`:
    versión → qué cambió en ella, ya escrito; vacío si sólo hay una versión en uso.
    """

    por_version: Mapping[int, object]
    dichos: Mapping[int, str] = field(default_factory=dict)

    @property
    def claves(self) -> tuple[int, ...]:
        """Las claves primarias de las que son la misma."""
        return tuple(sorted(politica.pk for politica in self.por_version.values()))

    @property
    def nota(self) -> str:
        """Los dichos, en un párrafo."""
        return " ".join(self.dichos.values())


def linaje(clave: int, pares: Iterable[Par]) -> frozenset[int]:
    """La política, aquellas de que viene y aquellas en que sigue; no las que sólo comparten origen o destino."""
    siguen, vienen = defaultdict(set), defaultdict(set)
    for par in pares:
        siguen[par.de].add(par.a)
        vienen[par.a].add(par.de)
    return frozenset({clave, *_alcanza(clave, siguen), *_alcanza(clave, vienen)})


def _alcanza(clave: int, vecinas: Mapping[int, set[int]]) -> set[int]:
    vistas, por_ver = set(), {clave}
    while por_ver:
        nuevas = set().union(*(vecinas.get(una, ()) for una in por_ver)) - vistas
        vistas |= nuevas
        por_ver = nuevas
    return vistas


def uno_a_uno(pares: Iterable[Par]) -> list[Par]:
    """Los que llevan de una sola política a una sola: la que se partió o se fusionó no continúa la serie de otra."""
    pares = list(pares)
    salen = Counter((par.de, par.a_version) for par in pares)
    llegan = Counter((par.a, par.de_version) for par in pares)
    return [p for p in pares if salen[p.de, p.a_version] == 1 == llegan[p.a, p.de_version]]


def linea(politica, otras: Iterable, pares: Sequence[Par], versiones: Sequence) -> Linea:
    """La línea de una política. `otras`: las de su linaje; `versiones`: las que están en uso, de la más antigua a la
    última. Las políticas llevan su dimensión y su versión.
    """
    suya = politica.dimension.version_id
    misma = linaje(politica.pk, uno_a_uno(pares))
    por_version, dichos = {suya: politica}, {}
    lugares = {version.pk: lugar for lugar, version in enumerate(versiones)}
    for version in versiones:
        if version.pk == suya:
            continue
        de_esa = [p for p in otras if p.dimension.version_id == version.pk]
        antes = lugares[version.pk] < lugares.get(suya, len(lugares))
        if len(de_esa) == 1 and de_esa[0].pk in misma:
            por_version[version.pk] = de_esa[0]
            dichos[version.pk] = que_cambio(politica, de_esa[0], antes=antes)
        elif de_esa:
            nombres = " y ".join(f"«{una.nombre}»" for una in de_esa)
            dichos[version.pk] = (
                f"En {version} {'era' if antes else 'es'} {nombres}, junto con otras: no siguen su serie."
            )
        elif antes:
            dichos[version.pk] = f"Es nueva: no tiene equivalente en {version}, y su serie empieza aquí."
        else:
            dichos[version.pk] = f"No tiene equivalente en {version}: su serie termina aquí."
    return Linea(por_version, dichos)


def que_cambio(politica, otra, *, antes: bool) -> str:
    """Cómo se llamaba (o se llama) en otra versión y de qué dimensión era."""
    llama, es = ("se llamaba", "era") if antes else ("se llama", "es")
    cambios = []
    if normalizar(politica.nombre) != normalizar(otra.nombre):
        cambios.append(f"{llama} «{otra.nombre}»")
    if normalizar(politica.dimension.nombre) != normalizar(otra.dimension.nombre):
        cambios.append(f"{es} de la dimensión «{otra.dimension.nombre}»")
    queda = " y ".join(cambios) or f"{llama} igual y {es} de la dimensión del mismo nombre"
    return f"En {otra.dimension.version} {queda}."
