"""Lo mismo dicho de muchas filas, una sola vez y con sus filas: «filas 2–601, columna N». Todo puro."""

from collections.abc import Iterable
from dataclasses import dataclass

from mipg.texto import en_lista

from .notas import Nota

FILAS_NOMBRADAS = 12


@dataclass(frozen=True)
class Grupo:
    """Las notas con el mismo código y el mismo mensaje: en qué hoja y dónde están, y la celda si es la misma."""

    codigo: str
    mensaje: str
    hoja: str = ""
    donde: str = ""
    valor: str = ""

    def __str__(self) -> str:
        lugar = ", ".join(filter(None, (self.hoja, self.donde)))
        return f"{lugar}: {self.mensaje}" if lugar else self.mensaje


def agrupar(notas: Iterable[Nota]) -> tuple[Grupo, ...]:
    """Las notas iguales juntas, en el orden en que aparecen."""
    juntas: dict[tuple[str, str, str], list[Nota]] = {}
    for nota in notas:
        juntas.setdefault((nota.codigo, nota.mensaje, nota.hoja), []).append(nota)
    return tuple(_grupo(iguales) for iguales in juntas.values())


def _grupo(iguales: list[Nota]) -> Grupo:
    columnas = sorted({nota.columna for nota in iguales if nota.columna})
    partes = [en_filas(nota.fila for nota in iguales)]
    if columnas:
        partes.append(f"columna{'s' if len(columnas) > 1 else ''} {', '.join(columnas)}")
    valores = {nota.valor for nota in iguales}
    primera = iguales[0]
    donde = ", ".join(filter(None, partes))
    return Grupo(primera.codigo, primera.mensaje, primera.hoja, donde, valores.pop() if len(valores) == 1 else "…")


def en_filas(numeros: Iterable[int]) -> str:
    """«fila 3» o «filas 3 y 5–8», sin repetir; vacío si no hay ninguna que nombrar (la 0 es toda la hoja)."""
    tramos: list[list[int]] = []
    for numero in sorted({n for n in numeros if n}):
        if tramos and numero == tramos[-1][1] + 1:
            tramos[-1][1] = numero
        else:
            tramos.append([numero, numero])
    textos = [str(a) if a == b else f"{a}–{b}" for a, b in tramos]
    if len(textos) > FILAS_NOMBRADAS:
        demas = sum(b - a + 1 for a, b in tramos[FILAS_NOMBRADAS:])
        textos = [*textos[:FILAS_NOMBRADAS], f"otras {demas}"]
    filas = en_lista(textos)
    return f"{'fila' if filas.isdecimal() else 'filas'} {filas}" if filas else ""
