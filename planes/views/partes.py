"""Lo que cada sustantivo aporta a la página del plan: secciones y, en «Más acciones», lo que casi nunca hace falta.

Una parte es una función `parte(plan, perfil, hoy)` que devuelve lo que pinta su plantilla
`templates/planes/_plan_<nombre>.html` (en `parte`; además recibe `plan`, `hoy` y `csrf_token`), o `None` si no aplica:
a lo sumo una consulta, y ninguna si no aplica. Los botones corrientes van en su parte.
"""

from collections.abc import Callable, Iterable
from datetime import date

from mipg.usuarios.reglas import Perfil
from planes.models import Plan
from planes.views import conformes, copias, pegados, propuestas, prorrogas, salidas, sesiones, ventanas, versiones
from planes.views.comunes import Accion

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
DESPUES: tuple[tuple[str, Parte], ...] = (("prorrogas", prorrogas.parte), ("versiones", versiones.parte))
# Lo raro, plegado junto a los botones del plan y en este orden. No consultan.
MAS_ACCIONES: tuple[Callable[[Plan, Perfil, date], Iterable[Accion]], ...] = (salidas.acciones_del_plan,)


def leer(partes: Iterable[tuple[str, Parte]], plan: Plan, perfil: Perfil, hoy: date) -> list[tuple[str, dict]]:
    """Las que aplican: su plantilla y lo que pinta."""
    leidas = ((nombre, parte(plan, perfil, hoy)) for nombre, parte in partes)
    return [(f"planes/_plan_{nombre}.html", leida) for nombre, leida in leidas if leida is not None]


def mas_acciones(plan: Plan, perfil: Perfil, hoy: date) -> list[Accion]:
    """Las acciones raras que la persona puede hacer hoy sobre el plan."""
    return [accion for del_sustantivo in MAS_ACCIONES for accion in del_sustantivo(plan, perfil, hoy)]
