"""Lo que toda regla del negocio devuelve: problemas en español que la pantalla muestra y la acción impide."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problema:
    """Una razón por la que algo todavía no se puede hacer.

    `mensaje` dice qué pasa y cómo arreglarlo; `campo` y `donde` señalan el lugar cuando lo hay.
    """

    mensaje: str
    campo: str = ""
    donde: str = ""

    def __str__(self) -> str:
        return f"{self.donde}: {self.mensaje}" if self.donde else self.mensaje


class ReglaIncumplida(Exception):
    """Una acción se negó; `problemas` dice por qué, en frases que lee una persona."""

    def __init__(self, problemas: Iterable[Problema] | str):
        self.problemas = [Problema(problemas)] if isinstance(problemas, str) else list(problemas)
        super().__init__(" ".join(map(str, self.problemas)))


class EstadoCambiado(ReglaIncumplida):
    """Otra persona movió el registro mientras tanto: no se hizo nada y hay que volver a mirarlo."""


def exigir(problemas: Iterable[Problema]) -> None:
    """Lanza `ReglaIncumplida` si hay algún problema."""
    if problemas := list(problemas):
        raise ReglaIncumplida(problemas)
