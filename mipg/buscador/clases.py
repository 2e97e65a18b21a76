"""Lo que se puede buscar: el módulo `buscador` de cada app dice qué clases de cosas, sólo las que la persona ve."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

from mipg.buscador.funciones import por_parecido, que_contiene


@dataclass(frozen=True)
class Hallazgo:
    """Una cosa encontrada: cómo se llama, dónde se abre y dónde vive (plan, dependencia, vigencia)."""

    titulo: str
    url: str
    donde: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clase:
    """Una clase de cosas que se pueden buscar.

    `filas` ya son sólo las que la persona puede abrir; `campos`, dónde se busca; `titulo`, el campo con que se llaman;
    `pintar` convierte una fila en su hallazgo sin consultar nada más.
    """

    orden: int
    codigo: str
    singular: str
    plural: str
    filas: models.QuerySet
    titulo: str
    campos: tuple[str, ...]
    pintar: Callable[[models.Model], Hallazgo]

    def buscar(self, texto: str) -> models.QuerySet:
        """Las filas que tienen todas las palabras, las más parecidas primero."""
        return por_parecido(que_contiene(self.filas, texto, *self.campos), texto, self.titulo)


def _proveedores() -> Iterator[Callable[..., Iterable[Clase]]]:
    for configuracion in apps.get_app_configs():
        if module_has_submodule(configuracion.module, "buscador"):
            yield import_module(f"{configuracion.name}.buscador").clases


def clases(perfil) -> list[Clase]:
    """Todo lo que la persona puede buscar, en el orden en que se muestra."""
    return sorted((clase for proveedor in _proveedores() for clase in proveedor(perfil)), key=lambda c: c.orden)
