"""Un índice antes y después: muchos a la vez, en las mismas consultas sean cuantos sean."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from furag.cifras import cargas, medidos
from furag.reglas.cifras import Medido, Paso, frente_a, primera_desde
from mipg.etiquetas import contar


class Pedido(NamedTuple):
    """Qué índice (como se llama en la primera), desde qué vigencia medida y en cuál se mira después: esa o, si no se
    midió, la primera que la siga.
    """

    codigo: str
    antes: int
    despues: int


@dataclass(frozen=True)
class Comparacion:
    """Un índice en dos vigencias medidas. La variación coincide con lo que se hizo; nunca prueba que lo causó.

    `falta_medirlo`: todavía no hay resultados de la segunda.
    """

    codigo: str
    antes: Medido
    paso: Paso
    falta_medirlo: bool = False

    @property
    def despues(self) -> Medido:
        """El puntaje de la segunda."""
        return self.paso.medido

    @property
    def variacion(self) -> Decimal | None:
        """Puntos de más (o de menos); nula si no se comparan."""
        return self.paso.variacion

    @property
    def nota(self) -> str:
        """Por qué no hay variación; vacía si la hay."""
        if self.antes.valor is None and self.despues.valor is not None:
            return f"No se compara: no hay puntaje de {self.antes.anio}."
        if self.falta_medirlo:
            return f"Todavía no hay resultados de {self.despues.anio}."
        return self.paso.nota

    @property
    def dicho(self) -> str:
        """«Subió 3,77 puntos», o por qué no se dice."""
        if self.variacion is None:
            return self.nota
        if not self.variacion:
            return "Quedó igual."
        return f"{'Subió' if self.variacion > 0 else 'Bajó'} {contar(abs(self.variacion), 'punto', 'puntos')}."

    @property
    def titulo(self) -> str:
        """Cómo lo llama el archivo de resultados; vacío si no está en ninguno."""
        return self.antes.titulo or self.despues.titulo


def comparar(pedidos: Iterable[Pedido]) -> dict[Pedido, Comparacion]:
    """Cada pedido con sus dos puntajes. Cinco consultas; siete si entre ellas cambió el modelo."""
    pedidos = set(pedidos)
    por_anio = {una.medicion.anio: una for una in cargas()}
    siguen = {uno.despues: primera_desde(por_anio, uno.despues) for uno in pedidos}
    anios = {uno.antes for uno in pedidos} | {*siguen.values()}
    por_anio = {anio: una for anio, una in por_anio.items() if anio in anios}
    if not por_anio:
        return {uno: _comparacion(uno, Medido(uno.antes, ""), None) for uno in pedidos}
    ultima = max(por_anio.values(), key=lambda carga: carga.medicion.anio)
    leidos = medidos({uno.codigo for uno in pedidos}, por_anio.values(), ultima.medicion.version_id)
    comparadas = {}
    for uno in pedidos:
        version = por_anio.get(uno.antes, ultima).medicion.version_id
        antes, despues = (
            leidos.en(por_anio[anio], uno.codigo, version) if anio in por_anio else None
            for anio in (uno.antes, siguen[uno.despues])
        )
        comparadas[uno] = _comparacion(uno, antes or Medido(uno.antes, ""), despues)
    return comparadas


def _comparacion(uno: Pedido, antes: Medido, despues: Medido | None) -> Comparacion:
    return Comparacion(
        uno.codigo, antes, frente_a(antes, despues or Medido(uno.despues, "")), falta_medirlo=despues is None
    )
