"""Guardar en JSON lo que se entendió de un libro y volver a leerlo con sus tipos: decimales, fechas, tuplas y datos."""

import hashlib
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Union, get_args, get_origin

_UNIONES = (Union, types.UnionType)


def a_json(valor: Any) -> Any:
    """`valor` en tipos de JSON; `de_json`, con el tipo que tenía, lo devuelve igual."""
    if valor is None or isinstance(valor, str | int | bool):
        return valor
    if isinstance(valor, Decimal):
        return format(valor, "f")
    if isinstance(valor, date):
        return valor.isoformat()
    if is_dataclass(valor):
        return {campo.name: a_json(getattr(valor, campo.name)) for campo in fields(valor)}
    if isinstance(valor, Mapping):
        return {clave: a_json(contenido) for clave, contenido in valor.items()}
    return [a_json(contenido) for contenido in valor]


def de_json(tipo: Any, guardado: Any) -> Any:
    """Lo que `a_json` guardó, como `tipo`: una clase de datos, `tuple[X, ...]`, `Decimal | None`…"""
    leer = _lector(tipo)
    return guardado if leer is None else leer(guardado)


@lru_cache(maxsize=512)
def _lector(tipo: Any) -> Callable[[Any], Any] | None:
    """Cómo se lee un tipo; nulo si el de JSON ya es el suyo."""
    if get_origin(tipo) in _UNIONES:
        (propio,) = (uno for uno in get_args(tipo) if uno is not types.NoneType)
        return _o_nada(_lector(propio))
    if get_origin(tipo) is tuple:
        de_cada_uno = _lector(get_args(tipo)[0])
        return tuple if de_cada_uno is None else lambda dichos: tuple(map(de_cada_uno, dichos))
    if tipo is Decimal:
        return Decimal
    if tipo is date:
        return date.fromisoformat
    return _de_datos(tipo) if is_dataclass(tipo) else None


def _o_nada(leer: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return leer and (lambda dicho: None if dicho is None else leer(dicho))


def _de_datos(clase: type) -> Callable[[Mapping], Any]:
    lectores = {campo.name: _lector(campo.type) for campo in fields(clase)}

    def leer(dicho: Mapping) -> Any:
        return clase(**{n: v if (uno := lectores[n]) is None else uno(v) for n, v in dicho.items()})

    return leer


def huella_del_codigo(*modulos: str) -> str:
    """SHA-256 del código de unos módulos o paquetes: cambia con cualquier cambio de quien leyó lo guardado."""
    resumen = hashlib.sha256()
    for modulo in modulos:
        hallado = find_spec(modulo)
        carpetas = hallado.submodule_search_locations
        rutas = sorted(Path(carpetas[0]).glob("*.py")) if carpetas else [Path(hallado.origin)]
        for ruta in rutas:
            resumen.update(ruta.read_bytes())
    return resumen.hexdigest()
