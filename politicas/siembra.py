"""Siembra del catálogo: lleva `fixtures/NN_*.json` a la base sin pisar lo que alguien corrigió.

Cada fila se reconoce por su clave natural. La que falta se crea; de la que está, el campo que todavía dice lo que traía
una siembra anterior (`fixtures/anteriores/`) se pone al día y el que dice otra cosa lo corrigió alguien: se deja como
está y se informa (o se reescribe, con `actualizar`). No se borra nada.

Quien corrija un fixture anota en `fixtures/anteriores/` lo que decía, o la corrección sólo llega a las bases nuevas.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction

from mipg.bitacora.acciones import registrar
from mipg.reglas import ReglaIncumplida
from mipg.texto import normalizar
from mipg.usuarios.models import AliasDependencia, Dependencia
from politicas.models import Atribucion, NombrePolitica, ResponsabilidadPolitica, VersionModelo

# Modelos que no se reconocen por su `natural_key()`.
CLAVES: dict[type[models.Model], Callable[[models.Model], tuple]] = {
    Dependencia: lambda fila: (normalizar(fila.nombre),),
    AliasDependencia: lambda fila: (normalizar(fila.nombre),),
    ResponsabilidadPolitica: lambda fila: (fila.politica_id, fila.fuente_id, fila.orden),
    NombrePolitica: lambda fila: (fila.politica_id, fila.fuente_id),
    Atribucion: lambda fila: (fila.norma_id, fila.articulo, fila.dependencia_id, fila.fuente_id),
}


@dataclass(frozen=True)
class Distinta:
    """Fila que existe y difiere del fixture; `cambios` es `{campo: (en la base, en el fixture)}`."""

    fila: str
    cambios: dict[str, tuple]


@dataclass
class Cuenta:
    """Qué pasó con las filas de un modelo."""

    creados: int = 0
    iguales: int = 0
    actualizados: int = 0
    distintos: list[Distinta] = field(default_factory=list)


@dataclass
class Informe:
    """Resultado de la siembra, por modelo y en el orden de los fixtures."""

    cuentas: dict[type[models.Model], Cuenta] = field(default_factory=dict)

    def de(self, modelo: type[models.Model]) -> Cuenta:
        """La cuenta de un modelo."""
        return self.cuentas.setdefault(modelo, Cuenta())

    @property
    def creados(self) -> int:
        """Filas creadas en total."""
        return sum(cuenta.creados for cuenta in self.cuentas.values())

    @property
    def actualizados(self) -> int:
        """Filas reescritas en total."""
        return sum(cuenta.actualizados for cuenta in self.cuentas.values())

    @property
    def iguales(self) -> int:
        """Filas que ya estaban y dicen lo mismo."""
        return sum(cuenta.iguales for cuenta in self.cuentas.values())

    @property
    def distintos(self) -> int:
        """Filas que ya estaban, dicen otra cosa y se respetaron."""
        return sum(len(cuenta.distintos) for cuenta in self.cuentas.values())


def archivos() -> list[Path]:
    """Los fixtures del catálogo, en el orden de su número."""
    return _archivos("[0-9][0-9]_*.json")


def _archivos(patron: str) -> list[Path]:
    return sorted(archivo for carpeta in settings.FIXTURE_DIRS for archivo in Path(carpeta).glob(patron))


def _leer(archivo: Path) -> list[dict]:
    return json.loads(archivo.read_text(encoding="utf-8"))


@transaction.atomic
def sembrar(*, por=None, ahora: datetime, actualizar: bool = False) -> Informe:
    """Carga los fixtures en una sola transacción y dice qué hizo.

    Con `actualizar` reescribe también lo que alguien corrigió. Lanza `ReglaIncumplida` si un fixture no es válido. Si
    algo cambió, queda un suceso «sembrar» sobre la versión activa del modelo, además de los cambios de cada fila.
    """
    sembrador = _Sembrador(actualizar)
    for archivo in archivos():
        for entrada in _leer(archivo):
            try:
                sembrador.fila(apps.get_model(entrada["model"]), entrada["fields"])
            except (LookupError, FieldDoesNotExist, ValidationError) as error:
                raise ReglaIncumplida(f"{archivo.name}: {entrada} no se puede cargar: {error}") from error
    informe = sembrador.informe
    activa = VersionModelo.objects.activa()
    if activa and (informe.creados or informe.actualizados):
        registrar(
            activa,
            verbo="sembrar",
            por=por,
            ahora=ahora,
            nota=f"Creados: {informe.creados}. Actualizados: {informe.actualizados}. "
            f"Respetados que difieren del fixture: {informe.distintos}.",
        )
    return informe


class _Sembrador:
    """Compara cada fila con la base, que lee una vez por modelo."""

    def __init__(self, actualizar: bool):
        self.actualizar = actualizar
        self.informe = Informe()
        self.estantes: dict[type[models.Model], dict[tuple, models.Model]] = {}
        self.anteriores: dict[type[models.Model], dict[tuple, list[tuple]]] = {}

    def fila(self, modelo: type[models.Model], valores: dict) -> None:
        """Crea la fila que falta; cuenta la que está."""
        propuesta, muchos = self._armar(modelo, valores)
        cuenta, estante, clave = self.informe.de(modelo), self._estante(modelo), _clave(propuesta)
        actual = estante.get(clave)
        if actual is None:
            propuesta.save(force_insert=True)
            self._enlazar(propuesta, muchos)
            estante[clave] = propuesta
            cuenta.creados += 1
            return
        cambios = _cambios(actual, propuesta, valores, muchos)
        de_siembra = cambios if self.actualizar else self._sin_corregir(actual, clave, cambios)
        if not cambios:
            cuenta.iguales += 1
        if de_siembra:
            for nombre in de_siembra.keys() - muchos.keys():
                atributo = modelo._meta.get_field(nombre).attname
                setattr(actual, atributo, getattr(propuesta, atributo))
            actual.save()
            self._enlazar(actual, {nombre: muchos[nombre] for nombre in de_siembra.keys() & muchos.keys()})
            cuenta.actualizados += 1
        if respetados := {nombre: cambio for nombre, cambio in cambios.items() if nombre not in de_siembra}:
            cuenta.distintos.append(Distinta(str(actual), respetados))

    def _sin_corregir(self, actual: models.Model, clave: tuple, cambios: dict[str, tuple]) -> dict[str, tuple]:
        """De `cambios`, los campos que en la base dicen lo que decía el fixture de una siembra anterior."""
        return {
            nombre: cambio
            for nombre, cambio in cambios.items()
            for anterior, valores, muchos in (self._anteriores(type(actual)).get(clave, ()))
            if nombre in valores and not _cambios(actual, anterior, [nombre], muchos)
        }

    def _anteriores(self, modelo: type[models.Model]) -> dict[tuple, list[tuple]]:
        """Lo que decían las siembras anteriores de un modelo, por clave; se arma la primera vez que algo difiere."""
        if modelo not in self.anteriores:
            self.anteriores[modelo] = {}
            for entrada in chain.from_iterable(map(_leer, _archivos("anteriores/*.json"))):
                if apps.get_model(entrada["model"]) is modelo:
                    propuesta, muchos = self._armar(modelo, entrada["fields"])
                    juntas = self.anteriores[modelo].setdefault(_clave(propuesta), [])
                    juntas.append((propuesta, entrada["fields"], muchos))
        return self.anteriores[modelo]

    def _armar(self, modelo: type[models.Model], valores: dict) -> tuple[models.Model, dict[str, list]]:
        """La instancia sin guardar que describe el fixture y, aparte, sus relaciones de muchos a muchos."""
        propuesta, muchos, ajenos = modelo(), {}, []
        for nombre, valor in valores.items():
            campo = modelo._meta.get_field(nombre)
            if campo.many_to_many:
                muchos[nombre] = [self._buscar(campo.related_model, clave) for clave in valor]
            elif campo.is_relation:
                ajenos.append(nombre)
                setattr(propuesta, nombre, valor and self._buscar(campo.related_model, valor))
            else:
                setattr(propuesta, nombre, campo.to_python(valor))
        # Las llaves, la unicidad y las restricciones las comprueba la base, sin una consulta por campo.
        propuesta.clean_fields(exclude={*ajenos, *(c.name for c in modelo._meta.fields if c.name not in valores)})
        return propuesta, muchos

    def _buscar(self, modelo: type[models.Model], clave: list) -> models.Model:
        textos = tuple(map(normalizar, clave)) if modelo is Dependencia else tuple(clave)
        try:
            return self._estante(modelo)[textos]
        except KeyError:
            raise LookupError(f"no existe {modelo._meta.verbose_name} {clave}") from None

    def _estante(self, modelo: type[models.Model]) -> dict[tuple, models.Model]:
        """Las filas que hay en la base, por clave."""
        if modelo not in self.estantes:
            filas = modelo._default_manager.select_related().prefetch_related(
                *(campo.name for campo in modelo._meta.many_to_many)
            )
            self.estantes[modelo] = {_clave(fila): fila for fila in filas}
            if modelo is Dependencia:
                # Una dependencia rebautizada que conserva el nombre viejo como alias sigue siendo ella.
                for alias in AliasDependencia.objects.select_related("dependencia"):
                    self.estantes[modelo].setdefault((alias.clave,), alias.dependencia)
        return self.estantes[modelo]

    @staticmethod
    def _enlazar(fila: models.Model, muchos: dict[str, list]) -> None:
        for nombre, otras in muchos.items():
            getattr(fila, nombre).set(otras)


def _clave(fila: models.Model) -> tuple:
    propia = CLAVES.get(type(fila))
    return propia(fila) if propia else fila.natural_key()


def _cambios(
    actual: models.Model, propuesta: models.Model, nombres: Iterable[str], muchos: dict[str, list]
) -> dict[str, tuple]:
    """`{campo: (en la base, en el fixture)}` de lo que difiere entre los campos `nombres`."""
    cambios = {}
    for nombre in nombres:
        if nombre in muchos:
            antes, despues = sorted(map(str, getattr(actual, nombre).all())), sorted(map(str, muchos[nombre]))
        else:
            atributo = actual._meta.get_field(nombre).attname
            antes, despues = getattr(actual, atributo), getattr(propuesta, atributo)
        if antes != despues:
            cambios[nombre] = (antes, despues)
    return cambios
