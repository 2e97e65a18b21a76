"""Lo que aporta cada regla de fila: qué archivos empeoran si se quita."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from planes.importacion import filas
from tests.corpus.casos import casos
from tests.corpus.puntaje import Puntaje, puntuar


@dataclass(frozen=True)
class Aporte:
    """Lo que cuesta quitar una regla: filas que se dejan de leer bien y los archivos donde pasa."""

    codigo: str
    filas: int
    archivos: tuple[str, ...]


def aportes() -> Iterator[Aporte]:
    """El aporte de cada regla, en su orden; sólo se vuelven a leer los archivos donde actúa."""
    corpus = {caso.nombre: caso for caso in casos()}
    completo = {p.nombre: p for p in puntuar(corpus.values())}
    for regla in filas.REGLAS:
        actua = [corpus[nombre] for nombre, p in completo.items() if regla.codigo in p.codigos]
        with sin(regla.codigo):
            peores = {p.nombre: _mal(p) - _mal(completo[p.nombre]) for p in puntuar(actua) if _es_peor(p, completo)}
        yield Aporte(regla.codigo, sum(peores.values()), tuple(peores))


@contextmanager
def sin(codigo: str) -> Iterator[None]:
    """El lector sin esa regla."""
    todas = filas.REGLAS
    filas.REGLAS = [regla for regla in todas if regla.codigo != codigo]
    try:
        yield
    finally:
        filas.REGLAS = todas


def _mal(puntaje: Puntaje) -> int:
    return puntaje.filas - puntaje.filas_bien


def _es_peor(suelto: Puntaje, completo: Mapping[str, Puntaje]) -> bool:
    """Si deja de leerse una fila, o se pregunta o avisa de lo que se leía exacto."""
    return _mal(suelto) > _mal(completo[suelto.nombre]) or suelto.estado is not completo[suelto.nombre].estado
