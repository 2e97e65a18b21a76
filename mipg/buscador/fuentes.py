"""De dónde salen las entradas del índice: qué campos de qué modelo, y de qué otras tablas dependen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module

from django.apps import apps
from django.db import models
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast
from django.utils.module_loading import module_has_submodule

from mipg.buscador.funciones import EnEspanol, Plegado, caminos, juntos

_CERO = Cast(Value(0), models.BigIntegerField())


@dataclass(frozen=True)
class Fuente:
    """De dónde salen las entradas de una clase de cosas.

    `campos`, dónde se busca: un camino, o el molde con que se cita una («R-{medicion__anio}-{numero}»); `titulo`, cómo
    se llaman; `reciente`, su año o su fecha; `donde`, cuáles están;
    `dentro`, la llave foránea de aquello de que son parte. Un camino (`plan__vigencia__anio`) sólo pasa por llaves
    foráneas.
    """

    clase: str
    modelo: type[models.Model]
    titulo: str
    campos: tuple[str, ...]
    reciente: str = ""
    dentro: str = ""
    donde: Mapping[str, object] = field(default_factory=dict)

    def derivadas(self, **filtro) -> models.QuerySet:
        """Lo que debe estar guardado, en el orden de `COLUMNAS`; `filtro`, de cuáles cosas."""
        return (
            self.modelo._base_manager.filter(**self.donde, **filtro)
            .order_by()
            .values_list(
                Cast(Value(self.clase), TextField()),
                F("pk"),
                F(self.dentro) if self.dentro else _CERO,
                self._reciente(),
                Plegado(self.titulo),
                Plegado(juntos(self.campos)),
                EnEspanol(self.titulo),
            )
        )

    def _reciente(self):
        if not self.reciente:
            return _CERO
        if self.reciente in {c.name for c in self.modelo._meta.fields if isinstance(c, models.DateField)}:
            anio, mes, dia = (F(f"{self.reciente}__{parte}") for parte in ("year", "month", "day"))
            return anio * 10_000 + mes * 100 + dia
        return F(self.reciente)

    @cached_property
    def columnas(self) -> dict[str, tuple[type[models.Model], list[str]]]:
        """Por camino (`plan__vigencia`; vacío, ella misma), el modelo y las columnas de las que depende."""
        vistas: dict[str, tuple[type[models.Model], list[str]]] = {}
        de_los_campos = [uno for campo in self.campos for uno in caminos(campo)]
        for camino in dict.fromkeys(
            [*de_los_campos, self.titulo, *filter(None, [self.reciente, self.dentro]), *self.donde]
        ):
            modelo, prefijo = self.modelo, []
            for parte in camino.split("__"):
                campo = modelo._meta.get_field(parte)
                suyas = vistas.setdefault("__".join(prefijo), (modelo, []))[1]
                if campo.column not in suyas:
                    suyas.append(campo.column)
                prefijo.append(parte)
                modelo = campo.related_model
        return vistas


def fuentes() -> list[Fuente]:
    """Las de todas las apps: `FUENTES` de su módulo `buscador`."""
    return [
        fuente
        for configuracion in apps.get_app_configs()
        if module_has_submodule(configuracion.module, "buscador")
        for fuente in import_module(f"{configuracion.name}.buscador").FUENTES
    ]
