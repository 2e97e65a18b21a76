"""Direcciones que alguien escribe y otra persona abre: sólo `http` y `https`, al guardarlas y al imprimirlas."""

from django.core.validators import URLValidator
from django.db.models import CheckConstraint, Q, URLField

_ESQUEMAS = ("http", "https")


class CampoEnlace(URLField):
    """Dirección de una página. `javascript:`, `data:`, `ftp:`… no pasan; `enlace_valido` lo exige en la base."""

    default_validators = (
        URLValidator(schemes=_ESQUEMAS, message="Escriba una dirección completa, que empiece por http:// o https://."),
    )


def enlace_valido(modelo: str, campo: str) -> CheckConstraint:
    """Exige que `campo`, si no está vacío, sea una dirección `http` o `https`. `modelo` es `app_modelo`."""
    condicion = Q(**{campo: ""})
    for esquema in _ESQUEMAS:
        condicion |= Q(**{f"{campo}__startswith": f"{esquema}://"})
    return CheckConstraint(
        name=f"{modelo}_{campo}_es_enlace",
        condition=condicion,
        violation_error_message="La dirección debe empezar por http:// o https://.",
    )


def es_enlace(direccion: str) -> bool:
    """Si se puede imprimir como enlace."""
    return direccion.startswith(tuple(f"{esquema}://" for esquema in _ESQUEMAS))
