"""Lo que toda regla del negocio devuelve: problemas en español que la pantalla muestra y la acción impide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# estado → {verbo: los estados a los que puede llevar}. El README las muestra: son exactas.
Transiciones = Mapping[str, Mapping[str, Sequence[str]]]


def desde(transiciones: Transiciones, verbo: str, a: str | None = None) -> list[str]:
    """Estados desde los que se puede hacer `verbo` (y llegar a `a`, si se dice)."""
    return [estado for estado, verbos in transiciones.items() if verbo in verbos and a in (None, *verbos[verbo])]


@dataclass(frozen=True)
class Problema:
    """Una razón por la que algo todavía no se puede hacer.

    `mensaje` dice qué pasa y cómo arreglarlo; `campo` y `donde` señalan el lugar cuando lo hay, y `de` es la clave de
    la fila que lo tiene. `url`: la página en que se arregla, si no es la de esa fila.
    """

    mensaje: str
    campo: str = ""
    donde: str = ""
    de: int | None = None
    url: str = ""

    def __str__(self) -> str:
        return f"{self.donde}: {self.mensaje}" if self.donde else self.mensaje


class ReglaIncumplida(Exception):
    """Una acción se negó; `problemas` dice por qué, en frases que lee una persona."""

    def __init__(self, problemas: Iterable[Problema] | str):
        self.problemas = [Problema(problemas)] if isinstance(problemas, str) else list(problemas)
        super().__init__(" ".join(map(str, self.problemas)))


class EstadoCambiado(ReglaIncumplida):
    """Otra persona movió el registro mientras tanto: no se hizo nada y hay que volver a mirarlo."""


def problemas_de_motivo(motivo: str, que: str) -> list[Problema]:
    """Lo que cambia algo ya hecho dice por qué. `que`, como sigue a «por qué»: «se retira»."""
    return [] if motivo.strip() else [Problema(f"Diga por qué {que}.", "motivo")]


def exigir(problemas: Iterable[Problema]) -> None:
    """Lanza `ReglaIncumplida` si hay algún problema."""
    if problemas := list(problemas):
        raise ReglaIncumplida(problemas)
