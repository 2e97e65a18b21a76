"""Obligación: lo que alguien debe hacer, derivado del estado; nunca una tabla que se desincroniza.

Cada app puede tener un módulo `obligaciones` con `pendientes(hoy, persona=None) -> Iterable[Obligacion]`. La que debe
tantas como actividades haya ofrece además `colas(hoy, persona) -> Iterable[Cola]`: lo mismo, contado sin traerlo, y
`de_personas(hoy, personas)`: al menos todas las de esas personas, sin recorrer lo que no les puede tocar.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from operator import attrgetter
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True, order=True)
class Obligacion:
    """Un deber con dueño, plazo y página donde se resuelve.

    `vence` es el último día para cumplirla; `persona` la clave primaria de a quién le toca (`None` si a nadie:
    hay que decirlo, no callarlo); `clave` la identifica de forma estable (`avance:12:reportar`); `dias_aviso`, cuántos
    días hábiles antes se recuerda.
    """

    vence: date
    verbo: str
    asunto: str
    clave: str
    url: str
    persona: int | None = None
    dependencia: int | None = None
    detalle: str = ""
    dias_aviso: tuple[int, ...] = (15, 5, 1)

    def esta_vencida(self, hoy: date) -> bool:
        """Ya pasó su último día."""
        return self.vence < hoy


@dataclass(frozen=True)
class Cola:
    """Lo que una persona debe hacer con un mismo verbo, lo que vence antes primero.

    `cuantas` dice cuántas vencen cada día; `traer`, las que están en una tajada de la cola.
    """

    verbo: str
    cuantas: Mapping[date, int]
    traer: Callable[[slice], Sequence[Obligacion]]


class Pendientes(Sequence[Obligacion]):
    """Lo que una persona debe, por orden de vencimiento y de verbo: se cuenta entero y se trae por tajadas.

    Una tajada cuesta a lo sumo una lectura por cola, sin que importe cuántas obligaciones haya.
    """

    def __init__(self, colas: Iterable[Cola]):
        self.colas = list(colas)
        self.cuantas: Counter[date] = Counter()
        for cola in self.colas:
            self.cuantas.update(cola.cuantas)

    def con_verbo(self, verbo: str) -> "Pendientes":
        """Sólo las de un verbo; todas, si ninguna lo tiene."""
        suyas = [cola for cola in self.colas if cola.verbo == verbo and cola.cuantas]
        return Pendientes(suyas) if suyas else self

    def __len__(self) -> int:
        return self.cuantas.total()

    def __getitem__(self, cual):
        if not isinstance(cual, slice):
            return self[cual : cual + 1][0]
        desde, hasta, _ = cual.indices(len(self))
        tramos = sorted((vence, cola.verbo, n) for n, cola in enumerate(self.colas) for vence in cola.cuantas)
        van, leidas = 0, Counter()
        tajadas: dict[int, tuple[int, int]] = {}
        for vence, _, n in tramos:
            cuantas = self.colas[n].cuantas[vence]
            primera, ultima = max(desde - van, 0), min(hasta - van, cuantas)
            if primera < ultima:
                inicio = tajadas.get(n, (leidas[n] + primera,))[0]
                tajadas[n] = inicio, leidas[n] + ultima
            van, leidas[n] = van + cuantas, leidas[n] + cuantas
        traidas = [o for n, tajada in sorted(tajadas.items()) for o in self.colas[n].traer(slice(*tajada))]
        return sorted(traidas, key=attrgetter("vence", "verbo"))


def _proveedores() -> Iterator[ModuleType]:
    for configuracion in apps.get_app_configs():
        if module_has_submodule(configuracion.module, "obligaciones"):
            modulo = import_module(f"{configuracion.name}.obligaciones")
            if hasattr(modulo, "pendientes"):
                yield modulo


def orden_de(obligacion: Obligacion) -> tuple:
    """Por qué se ordenan: vencimiento, verbo y asunto; lo demás desempata."""
    o = obligacion
    return o.vence, o.verbo, o.asunto, o.clave, o.persona or 0


def pendientes(hoy: date) -> Iterator[Obligacion]:
    """Las obligaciones vivas a la fecha `hoy`, de todas las apps, a medida que se leen.

    Ni se guardan ni se ordenan: quien las recorre decide cuántas tiene en la memoria.
    """
    for proveedor in _proveedores():
        yield from proveedor.pendientes(hoy)


def por_lotes(hoy: date, lotes: Iterable[AbstractSet[int]]) -> Iterator[list[Obligacion]]:
    """Por cada lote de personas, las que deben, sin ordenar.

    Las de quien no las ofrece `de_personas`, que son pocas, se leen una vez; las demás, por lote.
    """
    proveedores = list(_proveedores())
    pocas: dict[int | None, list[Obligacion]] = defaultdict(list)
    for proveedor in proveedores:
        if not hasattr(proveedor, "de_personas"):
            for obligacion in proveedor.pendientes(hoy):
                pocas[obligacion.persona].append(obligacion)
    de_personas = [proveedor.de_personas for proveedor in proveedores if hasattr(proveedor, "de_personas")]
    for lote in lotes:
        suyas = [obligacion for persona in lote for obligacion in pocas.get(persona, ())]
        yield suyas + [o for leer in de_personas for o in leer(hoy, lote) if o.persona in lote]


def de_persona(hoy: date, persona: int) -> Pendientes:
    """Las de una persona (su clave primaria) a la fecha `hoy`, de todas las apps."""
    return Pendientes(
        cola
        for proveedor in _proveedores()
        for cola in (
            proveedor.colas(hoy, persona)
            if hasattr(proveedor, "colas")
            else en_colas(proveedor.pendientes(hoy, persona))
        )
    )


def en_colas(obligaciones: Iterable[Obligacion]) -> Iterator[Cola]:
    """Unas pocas de una persona, ya leídas, como colas."""
    por_verbo: dict[str, list[Obligacion]] = defaultdict(list)
    for obligacion in obligaciones:
        por_verbo[obligacion.verbo].append(obligacion)
    for verbo, suyas in por_verbo.items():
        suyas.sort(key=attrgetter("vence"))
        yield Cola(verbo, Counter(o.vence for o in suyas), suyas.__getitem__)
