"""En qué orden se muestra una lista, según `?orden=nombre` o `?orden=-nombre`, de entre lo que la página ofrece."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import F, QuerySet
from django.db.models.expressions import BaseExpression


@dataclass(frozen=True)
class Orden:
    """El orden pedido en la URL; uno que la lista no ofrece es como no pedir ninguno.

    `columnas` va del nombre que se ve en la URL a su rótulo y a lo que de verdad se ordena (campo o expresión).
    """

    pedido: str
    columnas: Mapping[str, tuple[str, str | BaseExpression]] = field(default_factory=dict)

    @property
    def clave(self) -> str:
        """La columna por la que se ordena; vacía si va en el orden de siempre."""
        clave = self.pedido.removeprefix("-")
        return clave if clave in self.columnas else ""

    @property
    def desciende(self) -> bool:
        """De mayor a menor."""
        return self.pedido.startswith("-")

    def ordenar(self, filas: QuerySet) -> QuerySet:
        """Las filas en el orden pedido: lo vacío al final, y lo que empata, como estaba."""
        if not self.clave:
            return filas
        _, por = self.columnas[self.clave]
        expresion = F(por) if isinstance(por, str) else por
        ordenada = expresion.desc(nulls_last=True) if self.desciende else expresion.asc(nulls_last=True)
        return filas.order_by(ordenada, *(filas.query.order_by or filas.model._meta.ordering), "pk")

    @property
    def opciones(self) -> list[tuple[str, str]]:
        """Pares (valor de `?orden=`, texto) para elegirlo en un teléfono, donde no se ven los encabezados."""
        return [
            opcion
            for clave, (rotulo, _) in self.columnas.items()
            for opcion in ((clave, f"{rotulo}, ascendente"), (f"-{clave}", f"{rotulo}, descendente"))
        ]

    @property
    def elegida(self) -> str:
        """El valor de `opciones` que está puesto."""
        return self.pedido if self.clave else ""
