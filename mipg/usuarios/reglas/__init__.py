"""Decisiones puras sobre personas y asignaciones."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from mipg.reglas import Problema
from mipg.usuarios.roles import EXCLUYENTES, PERMISOS, Permiso, Rol


@dataclass(frozen=True)
class Papel:
    """Una asignación vigente: rol, dependencia y, si es un encargo, de quién o de qué cargo vacante.

    `titular` es la clave primaria de la persona a la que se reemplaza; en un cargo vacante no hay. `heredadas`: las que
    se suprimieron y por las que hoy responde su dependencia.
    """

    rol: str
    dependencia: int | None
    en_encargo_de: str = ""
    titular: int | None = None
    heredadas: tuple[int, ...] = ()


@dataclass(frozen=True)
class Perfil:
    """Lo que una persona es en una fecha: la unión de sus asignaciones vigentes ese día."""

    persona: int
    hoy: date
    papeles: tuple[Papel, ...] = ()

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles vigentes."""
        return frozenset(papel.rol for papel in self.papeles)

    @cached_property
    def permisos(self) -> frozenset[Permiso]:
        """Unión de los permisos de sus roles."""
        return frozenset().union(*(PERMISOS[Rol(rol)] for rol in self.roles))

    @property
    def encargos(self) -> tuple[str, ...]:
        """Las personas y los cargos vacantes en cuyo encargo actúa, como los dice `en_encargo`."""
        return tuple(sorted({p.en_encargo_de for p in self.papeles if p.en_encargo_de}))

    @property
    def reemplazos(self) -> frozenset[tuple[int, int | None]]:
        """(titular, dependencia) de cada encargo: se reemplaza a alguien en una dependencia, no en todas."""
        return frozenset((papel.titular, papel.dependencia) for papel in self.papeles if papel.titular is not None)

    def puede(self, permiso: Permiso) -> bool:
        """Algún rol vigente le da el permiso."""
        return permiso in self.permisos

    @property
    def audita(self) -> bool:
        """Lee todo y no ejecuta nada: también lo que otra persona tiene a medias, como un archivo sin aplicar."""
        return bool(self.roles & EXCLUYENTES)

    def dependencias(self, permiso: Permiso | None = None) -> frozenset[int]:
        """Dependencias en las que tiene un papel (que le dé `permiso`, si se pide), con las que ellas sucedieron."""
        return frozenset(
            dependencia
            for papel in self.papeles
            if papel.dependencia is not None and (permiso is None or permiso in PERMISOS[Rol(papel.rol)])
            for dependencia in (papel.dependencia, *papel.heredadas)
        )


def cargo_vacante(rol: str, dependencia: str) -> str:
    """Cómo se nombra el cargo sin titular que alguien ejerce en encargo."""
    return f"el cargo vacante de {Rol(rol).label} en {dependencia}"


def en_encargo(de: Iterable[str]) -> str:
    """«en encargo de Ana y del cargo vacante de Enlace en Hacienda»; vacío si no es de nadie."""
    quienes = [f"del {quien[3:]}" if quien.startswith("el ") else f"de {quien}" for quien in de]
    return f"en encargo {' y '.join(quienes)}" if quienes else ""


def coinciden(desde: date, hasta: date | None, otro_desde: date, otro_hasta: date | None) -> bool:
    """Si los dos periodos tienen algún día en común; el que no tiene `hasta` no termina."""
    return (otro_hasta is None or otro_hasta >= desde) and (hasta is None or otro_desde <= hasta)


def problemas_de_vacante(
    *, desde: date, hasta: date | None, acto: str, titulares: Collection[tuple[str, date, date | None]]
) -> list[Problema]:
    """Por qué no se puede encargar un cargo diciendo que está vacante.

    `titulares`: (nombre, desde, hasta) de quienes tienen ese rol en esa dependencia como titulares.
    """
    problemas = []
    if hasta is None:
        problemas.append(Problema("Un encargo dice hasta cuándo.", "hasta"))
    if not acto.strip():
        problemas.append(Problema("El encargo de un cargo vacante dice el acto administrativo que lo ordena.", "acto"))
    for nombre, suyo_desde, suyo_hasta in titulares:
        if coinciden(desde, hasta, suyo_desde, suyo_hasta):
            fin = f"hasta el {suyo_hasta:%d/%m/%Y}" if suyo_hasta else "sin fecha final"
            problemas.append(
                Problema(
                    f"El cargo no está vacante en esas fechas: {nombre} es titular desde el {suyo_desde:%d/%m/%Y} "
                    f"{fin}. Encárguelo en lugar de esa persona, o revise las fechas.",
                    "vacante",
                )
            )
            break
    return problemas


def problemas_para_asignar(
    *,
    rol: str,
    dependencia: int | None,
    desde: date,
    hasta: date | None,
    otras: Collection[tuple[str, date, date | None]],
    a_si_mismo: bool = False,
    del_titular: Collection[tuple[str, int, date, date | None]] | None = None,
) -> list[Problema]:
    """Por qué no se puede dar un rol. `otras`: (rol, desde, hasta) de las demás asignaciones de la persona.

    En un encargo, `del_titular` son las titularidades (rol, dependencia, desde, hasta) de la persona a la que se
    reemplaza: sólo se encarga lo que se tiene. Nadie se da roles a sí mismo: el primero lo da una orden en el servidor.
    """
    problemas = []
    if a_si_mismo:
        problemas.append(Problema("Nadie se asigna roles a sí mismo: pídaselo a otra persona que administre."))
    if dependencia is None:
        problemas.append(Problema("Diga la dependencia en la que ejercerá el rol.", "dependencia"))
    if hasta is not None and hasta < desde:
        problemas.append(Problema("La fecha final es anterior a la inicial.", "hasta"))
    if del_titular is not None and not any(
        (suyo, donde) == (rol, dependencia)
        and suyo_desde <= desde
        and (suyo_hasta is None or (hasta is not None and hasta <= suyo_hasta))
        for suyo, donde, suyo_desde, suyo_hasta in del_titular
    ):
        problemas.append(
            Problema(
                "Esa persona no es titular de ese rol en esa dependencia durante todo el encargo: revise la persona, "
                "el rol, la dependencia o las fechas.",
                "en_encargo_de",
            )
        )
    for otro, otro_desde, otro_hasta in otras:
        se_cruzan = coinciden(desde, hasta, otro_desde, otro_hasta)
        if se_cruzan and otro != rol and (rol in EXCLUYENTES or otro in EXCLUYENTES):
            excluyente = Rol(rol if rol in EXCLUYENTES else otro).label
            problemas.append(
                Problema(
                    f"{excluyente} es excluyente: la persona no puede tener otro rol en las mismas fechas.",
                    "rol",
                )
            )
            break
    return problemas


_YA_ACTUO = "Hoy la persona ya actuó, y lo que hizo no puede quedar sin rol:"


def problemas_para_terminar(
    *, desde: date, anterior: date | None, hasta: date, hoy: date, actuo: bool
) -> list[Problema]:
    """Por qué una asignación no puede terminar el día `hasta` (último día en que vale).

    Terminar sólo acorta y no reescribe lo pasado: alargar un rol es volver a asignarlo, con sus reglas. El último día
    puede ser ayer, que es terminar desde ya, si hoy la persona todavía no actuó.
    """
    if anterior is not None and anterior < hoy:
        return [Problema(f"La asignación ya terminó el {anterior:%d/%m/%Y}: lo pasado no se cambia.")]
    if hasta < desde:
        return [
            Problema(
                f"La asignación empieza el {desde:%d/%m/%Y}: no puede terminar antes. Si se dio por error, anúlela.",
                "hasta",
            )
        ]
    if hasta < hoy - timedelta(days=1):
        return [Problema("Lo pasado no se cambia: el último día es ayer (deja de valer ya) o uno posterior.", "hasta")]
    if hasta < hoy and actuo:
        return [Problema(f"{_YA_ACTUO} el último día es hoy. Si no puede esperar, desactívela.", "hasta")]
    if anterior is not None and hasta > anterior:
        return [
            Problema(
                f"La asignación ya termina el {anterior:%d/%m/%Y} y aquí sólo se acorta. Para alargarla, asigne el rol "
                "otra vez desde el día siguiente.",
                "hasta",
            )
        ]
    return []


def ultimo_dia(pedido: date, *, hoy: date, actuo: bool) -> date:
    """El último día de un rol que se pidió terminar el día `pedido` y se termina hoy, quizá tarde: lo pasado no cambia.

    `actuo`: la persona hizo algo hoy, y no puede quedar sin rol.
    """
    return max(pedido, hoy if actuo else hoy - timedelta(days=1))


def problemas_para_anular(*, desde: date, hoy: date, usada: bool, actuo: bool) -> list[Problema]:
    """Por qué una asignación no se anula como si no se hubiera dado: sólo la que nadie ha ejercido.

    `usada`: alguien entró con la cuenta; `actuo`: la persona hizo algo hoy.
    """
    if not usada or desde > hoy:
        return []
    if desde < hoy:
        return [Problema(f"Vale desde el {desde:%d/%m/%Y}: lo que ya se ejerció se termina, no se anula.")]
    return [Problema(f"{_YA_ACTUO} termínela hoy. Si no puede esperar, desactívela.")] if actuo else []


def problemas_para_desactivar(*, motivo: str) -> list[Problema]:
    """Qué falta para quitar el acceso a una persona."""
    return [] if motivo.strip() else [Problema("Diga por qué se desactiva: queda en la bitácora.", "motivo")]


def problemas_de_vinculo(
    *, activa: bool, vinculo_hasta: date | None, hoy: date, antes_de: str, campo: str = ""
) -> list[Problema]:
    """Por qué a la persona no se la puede invitar ni darle un rol por archivo. `antes_de`: «invitarla»."""
    if not activa:
        return [Problema(f"La persona está desactivada: reactívela antes de {antes_de}.", campo)]
    if vinculo_hasta is not None and vinculo_hasta < hoy:
        return [Problema(f"Su vínculo terminó el {vinculo_hasta:%d/%m/%Y}: corríjalo antes de {antes_de}.", campo)]
    return []
