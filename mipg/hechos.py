"""Un hecho de una fila, dicho una sola vez: el mismo objeto filtra en la base y pregunta sobre la instancia."""

from collections.abc import Callable, Collection

from django.db.models import BooleanField, Case, Q, Value, When


class Hecho:
    """Condición sobre los campos de una fila. `Hecho(estado=("ENVIADO", "AVALADO"), esperado=True)` los exige todos.

    `HECHO(fila)` responde sobre la instancia; `HECHO.q` filtra; `HECHO.columna` anota u ordena. Se componen con `&`,
    `|` y `~`. Los campos comparados no admiten nulo: en SQL un nulo no cumple ni incumple.
    """

    def __init__(self, **valores: object):
        exigidos = {campo: valor if _es_varios(valor) else (valor,) for campo, valor in valores.items()}
        self.q = Q(**{f"{campo}__in": list(admite) for campo, admite in exigidos.items()})
        self._vale: Callable[[object], bool] = lambda fila: all(
            getattr(fila, campo) in admite for campo, admite in exigidos.items()
        )

    def __call__(self, fila: object) -> bool:
        return self._vale(fila)

    @classmethod
    def de(cls, q: Q, vale: Callable[[object], bool]) -> "Hecho":
        """El que no es una lista de valores: `q` lo dice en la base y `vale`, de la instancia, sin que difieran."""
        hecho = cls()
        hecho.q, hecho._vale = q, vale
        return hecho

    @property
    def columna(self) -> Case:
        """El hecho como columna de verdad o falsedad."""
        return Case(When(self.q, then=Value(True)), default=Value(False), output_field=BooleanField())

    def __and__(self, otro: "Hecho") -> "Hecho":
        return Hecho.de(self.q & otro.q, lambda fila: self(fila) and otro(fila))

    def __or__(self, otro: "Hecho") -> "Hecho":
        return Hecho.de(self.q | otro.q, lambda fila: self(fila) or otro(fila))

    def __invert__(self) -> "Hecho":
        return Hecho.de(~self.q, lambda fila: not self(fila))


def _es_varios(valor: object) -> bool:
    return isinstance(valor, Collection) and not isinstance(valor, str)
