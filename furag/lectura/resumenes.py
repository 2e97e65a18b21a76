"""La hoja de cuentas de una matriz de acciones (código 608): cuántas dice que hay, para compararlas con las leídas."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mipg.libros.libro import Fila, Hoja, escribir_numero
from mipg.texto import normalizar

_FILAS_DE_BUSQUEDA = 20
_DICE_CUANTAS = frozenset(
    ("total", "acciones", "total acciones", "total de acciones", "numero de acciones", "no de acciones", "cantidad")
)
_DE_UN_ESTADO = re.compile(
    r"(?:acciones )?(?:abiert|cerrad|vencid|terminad|cumplid|sin iniciar|en ejecucion|en progreso)"
)
_ESTADOS_MINIMOS = 2


@dataclass(frozen=True)
class Resumen:
    """Lo que cuenta una hoja: el total y lo que suman los estados; nulo lo que no trae."""

    hoja: str
    total: Decimal | None
    por_estado: Decimal | None

    def que_no_cuadra(self, leidas: int) -> str:
        """Qué dice que no sea `leidas`; vacío si cuadra."""
        if {self.total, self.por_estado} <= {None, Decimal(leidas)}:
            return ""
        dicho = [] if self.total is None else [f"{escribir_numero(self.total)} en total"]
        dicho += [] if self.por_estado is None else [f"{escribir_numero(self.por_estado)} por estado"]
        return (
            f"La hoja «{self.hoja}» cuenta otras acciones ({' y '.join(dicho)}) y aquí se leen {leidas}. Compruebe que "
            "no falte ni sobre ninguna."
        )


def resumenes_de(hojas: Iterable[Hoja]) -> list[Resumen]:
    """Los de las hojas que cuentan acciones por estado."""
    return [resumen for hoja in hojas if (resumen := _resumen_de(hoja))]


def _resumen_de(hoja: Hoja) -> Resumen | None:
    for encabezado in (fila for fila in hoja.filas if fila.numero <= _FILAS_DE_BUSQUEDA):
        titulos = {indice: normalizar(celda.texto) for indice, celda in encabezado.propias.items()}
        estados = [indice for indice, titulo in titulos.items() if _DE_UN_ESTADO.match(titulo)]
        if len(estados) >= _ESTADOS_MINIMOS:
            cuantas = [indice for indice, titulo in titulos.items() if titulo in _DICE_CUANTAS]
            debajo = [fila for fila in hoja.filas if fila.numero > encabezado.numero]
            resumen = Resumen(hoja.nombre, _suma(debajo, cuantas[:1]), _suma(debajo, estados))
            return resumen if {resumen.total, resumen.por_estado} != {None} else None
    return None


def _suma(filas: Iterable[Fila], indices: Iterable[int]) -> Decimal | None:
    """Lo de la fila «TOTAL» o, si no la hay, la suma de las demás; nula si no hay ningún número."""
    filas = list(filas)
    de_total = [fila for fila in filas if any(normalizar(c.texto).startswith("total") for c in fila.celdas.values())]
    valores = [
        celda.valor
        for fila in de_total[-1:] or filas
        for indice in indices
        if (celda := fila.celdas.get(indice)) and not celda.error and isinstance(celda.valor, Decimal)
    ]
    return sum(valores) if valores else None
