"""Las secciones que cada sustantivo aporta a la página del plan.

Una parte es una función `parte(plan, perfil, hoy)` que devuelve lo que pinta su plantilla
`templates/planes/_plan_<nombre>.html` (en `parte`; además recibe `plan`, `hoy` y `csrf_token`), o `None` si no aplica:
a lo sumo una consulta, y ninguna si no aplica. Los botones corrientes van en su parte.
"""

from collections.abc import Callable, Iterable
from datetime import date

from mipg.usuarios.reglas import Perfil
from planes.models import Plan
from planes.views import (
    conformes,
    copias,
    pegados,
    propuestas,
    prorrogas,
    publicaciones,
    salidas,
    seguimientos,
    sesiones,
    ventanas,
    versiones,
)

Parte = Callable[[Plan, Perfil, date], dict | None]

# (nombre, función), en el orden en que se pintan: antes de la tabla de actividades y después de los datos del plan.
ANTES: tuple[tuple[str, Parte], ...] = (
    ("salidas", salidas.parte),
    ("sesiones", sesiones.parte),
    ("ventana", ventanas.parte),
    ("conformes", conformes.parte),
    ("propuesta", propuestas.parte),
    ("pegados", pegados.parte),
    ("copias", copias.parte),
)
DESPUES: tuple[tuple[str, Parte], ...] = (
    ("publicaciones", publicaciones.parte),
    ("seguimientos", seguimientos.parte),
    ("prorrogas", prorrogas.parte),
    ("versiones", versiones.parte),
)


def leer(partes: Iterable[tuple[str, Parte]], plan: Plan, perfil: Perfil, hoy: date) -> list[tuple[str, dict]]:
    """Las que aplican: su plantilla y lo que pinta."""
    leidas = ((nombre, parte(plan, perfil, hoy)) for nombre, parte in partes)
    return [(f"planes/_plan_{nombre}.html", leida) for nombre, leida in leidas if leida is not None]
