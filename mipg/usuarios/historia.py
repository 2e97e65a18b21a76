"""La bitácora de un registro contada para una persona: quién hizo qué, cuándo, y qué cambió."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from mipg.bitacora.models import Suceso
from mipg.etiquetas import fecha, fecha_hora

_IRREGULARES = {"pedir": "pidió", "corregir": "corrigió", "revertir": "revirtió"}
_FECHA = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_CAMBIOS = {0: "creó el registro", 1: "cambió", 2: "borró el registro", 3: "consultó"}


@dataclass(frozen=True)
class Evento:
    """Un renglón de la línea de tiempo. `cambios`: (campo, antes, después)."""

    quien: str
    verbo: str
    cuando: datetime
    detalle: str = ""
    cambios: tuple[tuple[str, str, str], ...] = ()
    origen: str = ""


def en_pasado(verbo: str) -> str:
    """«terminar asignación» → «terminó asignación»."""
    infinitivo, espacio, resto = verbo.partition(" ")
    if infinitivo in _IRREGULARES:
        return _IRREGULARES[infinitivo] + espacio + resto
    if infinitivo.endswith("ar"):
        return f"{infinitivo[:-2]}ó{espacio}{resto}"
    if infinitivo.endswith(("er", "ir")):
        return f"{infinitivo[:-2]}ió{espacio}{resto}"
    return verbo


def legible(valor: object) -> str:
    """Un valor de la bitácora como lo leería una persona; vacío si no había."""
    if valor is None or valor in ("", "None"):
        return ""
    if valor in (True, "True"):
        return "Sí"
    if valor in (False, "False"):
        return "No"
    texto = str(valor)
    try:
        if _INSTANTE.match(texto):
            return fecha_hora(datetime.fromisoformat(texto))
        if _FECHA.fullmatch(texto):
            return fecha(date.fromisoformat(texto))
    except ValueError:
        return texto
    return texto


def rotulo(modelo: type[models.Model] | None, campo: str) -> str:
    """El nombre visible de un campo; el texto tal cual si no es un campo del modelo."""
    try:
        nombre = str(modelo._meta.get_field(campo).verbose_name) if modelo else campo
    except (FieldDoesNotExist, AttributeError):
        nombre = campo
    return nombre[:1].upper() + nombre[1:]


def cambios_de(suceso: Suceso) -> tuple[tuple[str, str, str], ...]:
    """Los cambios de un suceso: (campo, antes, después), con textos para una persona."""
    try:
        modelo = apps.get_model(suceso.content_type.app_label, suceso.content_type.model)
    except LookupError:
        modelo = None
    filas = []
    for campo, valor in (suceso.changes or {}).items():
        if isinstance(valor, dict):
            # Relaciones de muchos a muchos: la biblioteca anota qué se agregó o se quitó.
            quitados = ", ".join(valor.get("objects", [])) if valor.get("operation") == "delete" else ""
            puestos = ", ".join(valor.get("objects", [])) if valor.get("operation") != "delete" else ""
            filas.append((rotulo(modelo, campo), quitados, puestos))
        else:
            antes, despues = [*valor, None, None][:2]
            filas.append((rotulo(modelo, campo), legible(antes), legible(despues)))
    return tuple(filas)


def eventos(sucesos: Iterable[Suceso]) -> list[Evento]:
    """Los sucesos como renglones de la línea de tiempo. Cárguelos con `actor` y `content_type`."""
    return [
        Evento(
            quien=str(suceso.actor) if suceso.actor else "El sistema",
            verbo=en_pasado(suceso.verbo) if suceso.verbo else _CAMBIOS.get(suceso.action, "cambió"),
            cuando=suceso.timestamp,
            detalle=_detalle(suceso),
            cambios=cambios_de(suceso),
            origen=" · ".join(filter(None, [suceso.origen, suceso.remote_addr])),
        )
        for suceso in sucesos
    ]


def _detalle(suceso: Suceso) -> str:
    encargos = (suceso.additional_data or {}).get("en_encargo_de") if suceso.additional_data else None
    return "\n".join(filter(None, [suceso.nota, f"En encargo de {', '.join(encargos)}." if encargos else ""]))
