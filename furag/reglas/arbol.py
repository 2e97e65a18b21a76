"""Cómo se llama cada puntaje y de qué cuelga: IDI → dimensión → política → índice."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from furag.reglas.cifras import miden_lo_mismo

RAIZ = "IDI"
_NIVELES = {"ID": "Entidad", "D": "Dimensión", "POL": "Política", "I": "Índice"}
_CON_CODIGO = re.compile(r"^\s*(?:IDI\b|D\s*0?\d+|POL\s*\d+|I\s*\d+)[\s.:·-]*", re.IGNORECASE)
_DE_DIMENSION = re.compile(r"D\d+")


@dataclass(frozen=True)
class Nodo:
    """Un puntaje con su nombre. `padre`: el código de que cuelga, vacío si no se sabe. `politica`: su clave primaria.

    `que_mide` y `nota`: lo que dicen de él el diccionario y el catálogo.
    """

    codigo: str
    nombre: str
    padre: str = ""
    que_mide: str = ""
    nota: str = ""
    politica: int | None = None

    @property
    def nivel(self) -> str:
        """Qué es: «Entidad», «Dimensión», «Política» o «Índice»."""
        return nivel(self.codigo)


def nivel(codigo: str) -> str:
    """Qué es lo que lleva ese código."""
    return next((nombre for prefijo, nombre in _NIVELES.items() if codigo.startswith(prefijo)), "Índice")


def sin_codigo(titulo: str) -> str:
    """El título de una columna sin el código con que empieza, en un renglón.

    >>> sin_codigo("POL09  Índice Defensa Jurídica"), sin_codigo("Índice de Desempeño Institucional")
    ('Índice Defensa Jurídica', 'Índice de Desempeño Institucional')
    """
    return " ".join(_CON_CODIGO.sub("", titulo, count=1).split())


def armar(
    titulos: Mapping[str, str], definiciones: Iterable[Nodo] = (), catalogo: Iterable[Nodo] = ()
) -> dict[str, Nodo]:
    """Los nodos de un archivo (`titulos`: código → título), en su orden.

    Manda el diccionario de la medición; luego, el catálogo del modelo, si el título del archivo no lo desmiente; al
    final, el título.
    """
    definidos = {nodo.codigo: nodo for nodo in definiciones}
    conocidos = {nodo.codigo: nodo for nodo in catalogo}
    return {
        codigo: _nodo(codigo, titulo, definidos.get(codigo), conocidos.get(codigo))
        for codigo, titulo in titulos.items()
    }


def _nodo(codigo: str, titulo: str, definido: Nodo | None, conocido: Nodo | None) -> Nodo:
    propio = sin_codigo(titulo)
    if conocido and not miden_lo_mismo(conocido.nombre, propio):
        conocido = None
    nodo = conocido or Nodo(codigo, propio or codigo)
    if definido:
        nodo = replace(nodo, nombre=definido.nombre, padre=definido.padre or nodo.padre, que_mide=definido.que_mide)
    if _DE_DIMENSION.fullmatch(codigo):
        nodo = replace(nodo, padre=RAIZ)
    return nodo if codigo != RAIZ else replace(nodo, nombre="Índice de Desempeño Institucional", padre="")


def hijos(nodos: Mapping[str, Nodo], codigo: str) -> list[Nodo]:
    """Los que cuelgan de uno; de la raíz, también los que no se sabe de qué cuelgan."""
    propios = [nodo for nodo in nodos.values() if nodo.padre == codigo and nodo.codigo != codigo]
    if codigo != RAIZ:
        return propios
    return propios + [nodo for nodo in nodos.values() if nodo.codigo != RAIZ and nodo.padre not in nodos]


def en_rama(nodos: Mapping[str, Nodo], codigo: str) -> list[str]:
    """El código y los de que cuelga, de la raíz a él."""
    rama = [codigo]
    while (padre := nodos[rama[0]].padre) in nodos and padre not in rama:
        rama.insert(0, padre)
    return rama if rama[0] == RAIZ or RAIZ not in nodos else [RAIZ, *rama]
