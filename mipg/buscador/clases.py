"""Lo que se puede buscar: el módulo `buscador` de cada app dice qué clases de cosas, sólo las que la persona ve."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Count, Q
from django.utils.module_loading import module_has_submodule

from mipg.buscador.entradas import Entrada
from mipg.buscador.fuentes import Fuente


@dataclass(frozen=True)
class Hallazgo:
    """Una cosa encontrada: cómo se llama, dónde se abre y dónde vive (plan, dependencia, vigencia)."""

    titulo: str
    url: str
    donde: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clase:
    """Una clase de cosas que se pueden buscar.

    `filas` ya son sólo las que la persona puede abrir, con lo necesario para que `pintar` convierta una en su hallazgo
    sin consultar nada más; `fuente`, lo que se guarda de ellas en el índice; `dentro_de`, si la persona puede abrir
    justo las que son parte de esas otras cosas: unos cientos de planes se comparan antes que sus miles de actividades.
    """

    orden: int
    fuente: Fuente
    singular: str
    plural: str
    filas: models.QuerySet
    pintar: Callable[[models.Model], Hallazgo]
    dentro_de: models.QuerySet | None = None

    @property
    def codigo(self) -> str:
        """Cómo se nombra en la dirección."""
        return self.fuente.clase

    @property
    def alcance(self) -> Q:
        """Qué entradas del índice puede abrir la persona."""
        suyas = Q(clase=self.codigo)
        # Quien las ve todas no tiene con qué compararlas.
        if not self.filas.query.where:
            return suyas
        if self.dentro_de is not None:
            return suyas & Q(dentro__in=self.dentro_de.order_by().values("pk"))
        return suyas & Q(objeto__in=self.filas.order_by().values("pk"))

    def buscar(self, buscadas: Sequence[str]) -> models.QuerySet:
        """Claves de las filas que tienen todas las palabras, las más parecidas primero."""
        entradas = Entrada.objects.filter(self.alcance).que_tienen(buscadas).por_parecido(buscadas)
        return entradas.values_list("objeto", flat=True)

    def hallazgos(self, claves: Sequence[int]) -> list[Hallazgo]:
        """Lo que se muestra de esas filas, en ese orden."""
        filas = self.filas.in_bulk(claves)
        return [self.pintar(filas[clave]) for clave in claves if clave in filas]


def cuentas(clases: Iterable[Clase], buscadas: Sequence[str]) -> dict[str, int]:
    """Cuántas cosas de cada clase tienen todas las palabras, en una sola consulta; sin las que no tienen ninguna."""
    alcance = reduce(or_, (clase.alcance for clase in clases))
    entradas = Entrada.objects.filter(alcance).que_tienen(buscadas).order_by()
    return dict(entradas.values_list("clase").annotate(n=Count("pk")))


def _proveedores() -> Iterator[Callable[..., Iterable[Clase]]]:
    for configuracion in apps.get_app_configs():
        if module_has_submodule(configuracion.module, "buscador"):
            yield import_module(f"{configuracion.name}.buscador").clases


def clases(perfil) -> list[Clase]:
    """Todo lo que la persona puede buscar, en el orden en que se muestra."""
    return sorted((clase for proveedor in _proveedores() for clase in proveedor(perfil)), key=lambda c: c.orden)
