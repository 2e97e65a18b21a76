"""Decisiones puras sobre el conforme del colíder: quién lo da, sobre qué y cuándo vale."""

from collections.abc import Collection, Iterable
from datetime import datetime

from mipg.reglas import Problema


def problemas_para_dar(
    *, estado: str, colideres: Collection[int], dependencia: int, sentido: str, texto: str
) -> list[Problema]:
    """Por qué esa dependencia (clave primaria) no puede decir nada del plan. `colideres`: las que lo lideran sin
    coordinarlo.
    """
    if estado != "EN_REVISION":
        return [Problema("El plan no está en revisión: el conforme se da sobre lo que se envió.")]
    if dependencia not in colideres:
        return [Problema("Esa dependencia no lidera la política de este plan, o es la que lo coordina.", "dependencia")]
    if sentido == "REPARO" and not texto.strip():
        return [Problema("Escriba el reparo: quien decide debe saber qué objeta.", "texto")]
    return []


def ultimos(conformes: Iterable) -> list:
    """El último de cada dependencia, de `conformes` del más nuevo al más viejo: reemplaza a los anteriores."""
    de_cada_una: dict[int, object] = {}
    for conforme in conformes:
        de_cada_una.setdefault(conforme.dependencia_id, conforme)
    return list(de_cada_una.values())


def es_de_lo_anterior(conforme, enviado_en: datetime | None) -> bool:
    """Lo dijo de un envío anterior: después el plan se devolvió o se recuperó, y se volvió a enviar."""
    return conforme.envio != enviado_en
