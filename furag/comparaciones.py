"""Un índice antes y después: muchos a la vez, en las mismas consultas sean cuantos sean."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from furag.cifras import cargas, resultados
from furag.models import Carga
from furag.reglas.arbol import sin_codigo
from furag.reglas.cifras import Medido, Paso, frente_a
from mipg.etiquetas import contar
from politicas.models import Equivalencia, Indice, Politica
from politicas.reglas import linaje, uno_a_uno


class Pedido(NamedTuple):
    """Qué índice (como se llama en la primera) y entre qué vigencias medidas."""

    codigo: str
    antes: int
    despues: int


@dataclass(frozen=True)
class Comparacion:
    """Un índice en dos vigencias medidas. La variación coincide con lo que se hizo; nunca prueba que lo causó."""

    codigo: str
    antes: Medido
    paso: Paso

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
        if self.despues.valor is None and not self.despues.codigo:
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
    anios = {anio for uno in pedidos for anio in (uno.antes, uno.despues)}
    por_anio = {una.medicion.anio: una for una in cargas() if una.medicion.anio in anios}
    llamado = _nombres(por_anio.values())
    codigos = {uno.codigo for uno in pedidos} | {nombre for suyos in llamado.values() for nombre in suyos.values()}
    leidos = resultados(por_anio.values(), codigos) if por_anio and codigos else {}
    desde = _comparables_desde(codigos, por_anio.values())

    def medido(anio: int, codigo: str, version: int | None) -> Medido:
        carga = por_anio.get(anio)
        if carga is None:
            return Medido(anio, "")
        # La política que en la otra versión no es ninguna no se busca por su código: allí es de otra.
        de_la_politica = llamado.get((version, codigo), {})
        suyo = de_la_politica.get(carga.medicion.version_id, "") if de_la_politica else codigo
        resultado = leidos[carga.pk].get(suyo)
        serie = str(carga.medicion.serie) if carga.medicion.serie_id else ""
        if resultado is None:
            return Medido(anio, serie, suyo)
        titulo = sin_codigo(resultado.titulo)
        titulo = "" if titulo.upper() == suyo else titulo
        comparable = desde.get((carga.medicion.version_id, suyo))
        return Medido(anio, serie, suyo, titulo, resultado.valor, resultado, comparable)

    comparadas = {}
    for uno in pedidos:
        version = por_anio[uno.antes].medicion.version_id if uno.antes in por_anio else None
        antes, despues = (medido(anio, uno.codigo, version) for anio in (uno.antes, uno.despues))
        comparadas[uno] = Comparacion(uno.codigo, antes, frente_a(antes, despues))
    return comparadas


def _nombres(de: Iterable[Carga]) -> dict[tuple[int, str], dict[int, str]]:
    """Por versión del modelo y código de una política, cómo se llama la misma en cada versión."""
    versiones = {una.medicion.version_id for una in de}
    if len(versiones) < 2:
        return {}
    campos = ("pk", "dimension__version", "codigo_furag")
    filas = Politica.objects.filter(dimension__version__in=versiones).order_by().values_list(*campos)
    suyas = {pk: (version, codigo) for pk, version, codigo in filas}
    pares = uno_a_uno(Equivalencia.objects.pares())
    return {suya: dict(suyas[otra] for otra in linaje(pk, pares) if otra in suyas) for pk, suya in suyas.items()}


def _comparables_desde(codigos: Collection[str], de: Iterable[Carga]) -> dict[tuple[int, str], int]:
    versiones = {una.medicion.version_id for una in de}
    filas = Indice.objects.filter(politica__dimension__version__in=versiones, codigo__in=codigos)
    filas = filas.exclude(comparable_desde=None).order_by()
    return {(version, codigo): anio for version, codigo, anio in filas.values_list(
        "politica__dimension__version", "codigo", "comparable_desde"
    )}  # fmt: skip
