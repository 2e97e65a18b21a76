"""Lo que una app de encima añade a las actividades de una clase de plan, sin que `planes` la conozca.

Sus columnas entran y salen en los mismos archivos: la app se registra al arrancar (`registrar`) y dice cómo se leen,
qué dicen hoy y cómo se guardan. Todo lo propio es texto.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# De cada actividad (clave primaria), lo que dice cada campo propio.
Dichos = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True)
class CampoPropio:
    """Un campo de la otra app: su columna en el exporte y cómo la titulan las entidades.

    `se_suma`: es una lista separada por «; » y un archivo sólo le añade. `se_exporta`: si sale en el exporte y en la
    plantilla, que explica con `ayuda` qué se escribe.
    """

    nombre: str
    titulo: str
    sinonimos: tuple[str, ...]
    ancho: int = 32
    con_letras: bool = True
    se_suma: bool = False
    se_exporta: bool = True
    ayuda: str = ""


@dataclass(frozen=True)
class DeUnaClase:
    """Lo que se añade a los planes de una clase.

    `lector(plan)`: un `planes.importacion.propios.LectorPropio`. `dichos(plan)`: lo que dicen hoy sus actividades.
    `guardar(plan=, dichos=, por=, ahora=)`: deja dicho, en cada una, lo de cada campo que se nombra.
    """

    campos: tuple[CampoPropio, ...]
    lector: Callable[[Any], Any]
    dichos: Callable[[Any], Dichos]
    guardar: Callable[..., None]

    @property
    def rotulos(self) -> dict[str, str]:
        """De cada campo, cómo se llama en pantalla."""
        return {campo.nombre: campo.titulo for campo in self.campos}


_POR_CLASE: dict[str, DeUnaClase] = {}


def _no_guardar(*, plan: Any, dichos: Dichos, por: Any, ahora: datetime) -> None:
    """Sin nada propio, no hay qué guardar."""


NADA = DeUnaClase((), lambda plan: None, lambda plan: {}, _no_guardar)


def registrar(clase: str, suyo: DeUnaClase) -> None:
    """Añade lo propio de una clase de plan; la última que se registra vale."""
    _POR_CLASE[clase] = suyo


def de_la_clase(clase: str) -> DeUnaClase:
    """Lo propio de una clase de plan; `NADA` si nadie le añade."""
    return _POR_CLASE.get(clase, NADA)


def titulos_propios() -> frozenset[str]:
    """Los títulos de las columnas que otras apps añaden al exporte."""
    return frozenset(campo.titulo for suyo in _POR_CLASE.values() for campo in suyo.campos if campo.se_exporta)


def distintos(
    antes: Mapping[str, str], despues: Mapping[str, str], campos: tuple[CampoPropio, ...]
) -> dict[str, tuple[str, str]]:
    """Los campos que cambian, con lo que decían y lo que dirán; lo que se suma nunca pierde nada."""
    suman = {campo.nombre for campo in campos if campo.se_suma}
    cambian = {}
    for campo, dicho in despues.items():
        ya = antes.get(campo, "")
        nuevo = _sumar(ya, dicho) if campo in suman else dicho
        if " ".join(ya.split()) != " ".join(nuevo.split()):
            cambian[campo] = (ya, nuevo)
    return cambian


def _sumar(antes: str, despues: str) -> str:
    return "; ".join(dict.fromkeys(uno for dicho in (antes, despues) for uno in dicho.split("; ") if uno))
