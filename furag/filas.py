"""Los resultados en las tablas en que se leen: cada puntaje con su nombre y lo que cuelga de él."""

from collections.abc import Mapping
from dataclasses import dataclass

from furag.reglas.arbol import RAIZ, Nodo, hijos
from furag.reglas.cifras import Resultado


@dataclass(frozen=True)
class Fila:
    """Un puntaje en una tabla: su nombre, lo que obtuvo y las recomendaciones abiertas, si es una política."""

    nodo: Nodo
    resultado: Resultado
    abiertas: int | None = None


def que_se_muestran(nodos: Mapping[str, Nodo], codigo: str) -> list[str]:
    """Los códigos que se muestran bajo uno; bajo la raíz, dimensiones y políticas."""
    suyos = hijos(nodos, codigo)
    nietos = [nieto for hijo in suyos for nieto in hijos(nodos, hijo.codigo)] if codigo == RAIZ else []
    return [nodo.codigo for nodo in (*suyos, *nietos)]


def fila_de(nodo: Nodo, leidos: Mapping[str, Resultado], abiertas: Mapping[int, int]) -> Fila:
    """La fila de un puntaje; `abiertas`: de política a cuántas recomendaciones suyas siguen abiertas."""
    politica = nodo.politica if nodo.nivel == "Política" else None
    return Fila(nodo, leidos[nodo.codigo], abiertas.get(politica, 0) if politica else None)


def tablas(
    nodos: Mapping[str, Nodo], codigo: str, leidos: Mapping[str, Resultado], abiertas: Mapping[int, int]
) -> list[tuple[str, list[Fila]]]:
    """Las tablas de lo que compone un puntaje, con su título."""
    suyos = [fila_de(nodo, leidos, abiertas) for nodo in hijos(nodos, codigo)]
    if codigo != RAIZ:
        return [("Políticas" if codigo.startswith("D") else "Índices", suyos)] if suyos else []
    dimensiones = [fila for fila in suyos if fila.nodo.nivel == "Dimensión"]
    sueltos = [fila for fila in suyos if fila.nodo.nivel != "Dimensión"]
    politicas = [
        fila_de(nodo, leidos, abiertas) for dimension in dimensiones for nodo in hijos(nodos, dimension.nodo.codigo)
    ]
    tablas = [("Dimensiones", dimensiones), ("Políticas", politicas), ("Sin dimensión o política conocida", sueltos)]
    return [(titulo, filas) for titulo, filas in tablas if filas]
