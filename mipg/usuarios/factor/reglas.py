"""Decisiones puras sobre el segundo factor."""

from collections.abc import Collection
from datetime import date

from mipg.reglas import Problema
from mipg.usuarios.roles import CON_SEGUNDO_FACTOR


def exigido(roles: Collection[str], *, desde: date | None, hoy: date) -> bool:
    """La persona no puede trabajar sin segundo factor: alguno de sus roles lo pide y la fecha ya llegó."""
    return desde is not None and desde <= hoy and not CON_SEGUNDO_FACTOR.isdisjoint(roles)


def dias_para_exigirlo(roles: Collection[str], *, desde: date | None, hoy: date) -> int | None:
    """Días calendario que faltan para que se le exija; `None` si nunca, o si ya se le exige."""
    if desde is None or desde <= hoy or CON_SEGUNDO_FACTOR.isdisjoint(roles):
        return None
    return (desde - hoy).days


def problemas_para_quitar(*, exigido: bool, otros: int) -> list[Problema]:
    """Por qué no puede quitar un factor. `otros`: cuántos le quedarían, sin contar los códigos."""
    if exigido and not otros:
        return [
            Problema("Su rol exige segundo factor y este es el único que tiene: reemplácelo, o agregue otro antes.")
        ]
    return []
