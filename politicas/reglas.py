"""Decisiones puras sobre vigencias, responsables y enlaces de política."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from mipg.reglas import Problema

# Días hábiles antes del vencimiento con que se avisa si al abrir la vigencia no se dice otra cosa (P-47).
DIAS_AVISO = (15, 5, 1)


def vigencia_actual(vigencias: Iterable, hoy: date):
    """La que corre en la fecha, de entre unas; `None` si ninguna se ha abierto.

    Es la abierta de ese año o, si no, la anterior más reciente: abrir en noviembre la del año siguiente no esconde lo
    que falta de ésta. Si todas las abiertas son futuras, la primera; si no hay abiertas, la última cerrada.
    """

    def prelacion(vigencia) -> tuple[bool, bool, int]:
        futura = vigencia.esta_abierta and vigencia.anio > hoy.year
        return not vigencia.esta_abierta, futura, vigencia.anio if futura else -vigencia.anio

    return min((v for v in vigencias if v.abierta_en), key=prelacion, default=None)


def problemas_para_abrir(
    *,
    anio: int,
    abierta: bool,
    cerrada: bool,
    fecha_limite_institucionales: date,
    fecha_limite_politicas: date,
    dias_aviso: Sequence[int],
) -> list[Problema]:
    """Por qué no se puede abrir una vigencia. `abierta` y `cerrada` dicen qué le pasó ya a ese año."""
    problemas = []
    if cerrada:
        problemas.append(Problema(f"La vigencia {anio} ya se cerró.", "anio"))
    elif abierta:
        problemas.append(Problema(f"La vigencia {anio} ya está abierta.", "anio"))
    return problemas + problemas_de_parametros(
        anio=anio,
        fecha_limite_institucionales=fecha_limite_institucionales,
        fecha_limite_politicas=fecha_limite_politicas,
        dias_aviso=dias_aviso,
    )


def problemas_de_parametros(
    *, anio: int, fecha_limite_institucionales: date, fecha_limite_politicas: date, dias_aviso: object
) -> list[Problema]:
    """Qué no cuadra en los plazos de una vigencia, al abrirla o al corregirlos."""
    problemas = [
        Problema(f"La fecha límite debe ser del año {anio}.", campo)
        for campo, fecha in (
            ("fecha_limite_institucionales", fecha_limite_institucionales),
            ("fecha_limite_politicas", fecha_limite_politicas),
        )
        if fecha.year != anio
    ]
    enteros = isinstance(dias_aviso, list | tuple) and all(
        isinstance(dia, int) and not isinstance(dia, bool) and 0 < dia <= 365 for dia in dias_aviso
    )
    if not enteros:
        problemas.append(Problema("Los días de aviso son números enteros entre 1 y 365.", "dias_aviso"))
    return problemas


def problemas_para_cerrar(*, anio: int, abierta: bool, cerrada: bool) -> list[Problema]:
    """Por qué no se puede cerrar una vigencia."""
    if cerrada:
        return [Problema(f"La vigencia {anio} ya se cerró.")]
    if not abierta:
        return [Problema(f"La vigencia {anio} no se ha abierto.")]
    return []


def problemas_para_designar(
    *,
    persona: int,
    desde: date,
    activa: bool,
    vinculo_hasta: date | None,
    audita: bool,
    anteriores: Iterable[tuple[int, date, date | None]],
) -> list[Problema]:
    """Por qué no se puede designar un enlace.

    `audita`: la persona es de Control Interno en esa fecha. `anteriores`: (persona, desde, hasta) de los
    enlaces de la misma política y dependencia.
    """
    problemas = []
    if not activa:
        problemas.append(Problema("La persona está inactiva.", "persona"))
    if vinculo_hasta is not None and vinculo_hasta < desde:
        problemas.append(
            Problema(f"El vínculo de la persona termina el {vinculo_hasta:%d/%m/%Y}, antes de empezar.", "persona")
        )
    if audita:
        problemas.append(Problema("Control Interno evalúa: no puede ser enlace de una política.", "persona"))
    for otra, otra_desde, otra_hasta in anteriores:
        if otra_desde >= desde:
            problemas.append(
                Problema(
                    f"Ya hay un enlace desde el {otra_desde:%d/%m/%Y}: el nuevo debe empezar después.",
                    "desde",
                )
            )
        elif otra == persona and (otra_hasta is None or otra_hasta >= desde):
            problemas.append(Problema("La persona ya es el enlace en esa fecha.", "persona"))
    return problemas


def difieren(responsabilidades: Iterable) -> bool:
    """Dice si las dos tablas del documento nombran responsables distintos para la política.

    Compara quién y con qué papel; «operativiza» no cuenta, porque es de todas las dependencias.
    """
    segun: dict[str, set] = {"POLITICAS": set(), "ACTORES": set()}
    for r in responsabilidades:
        if r.rol != "OPERATIVIZA":
            segun[r.fuente].add((r.dependencia_id, r.instancia_id, r.rol))
    return segun["POLITICAS"] != segun["ACTORES"]


@dataclass(frozen=True)
class Fase:
    """Un tramo de una política por fases: qué se hace en él y quiénes lo hacen juntos."""

    numero: int
    nombre: str
    texto: str
    responsables: tuple[str, ...]


def fases(responsabilidades: Iterable) -> list[Fase]:
    """Las fases de la política, en orden; las filas seguidas con el mismo texto son una fase compartida."""
    filas = sorted((r for r in responsabilidades if r.rol == "FASE"), key=lambda r: r.orden)
    return [
        Fase(numero, nombre, texto, tuple(r.responsable for r in grupo))
        for numero, ((nombre, texto), grupo) in enumerate(groupby(filas, key=lambda r: (r.fase, r.texto)), 1)
    ]


@dataclass
class Responsable:
    """Quien responde por una política o ya tiene enlace en ella, con sus enlaces que no han terminado.

    `dependencia` es `None` cuando responde una instancia: entonces ejecuta otra, que se designa.
    """

    nombre: str
    dependencia: int | None
    papeles: list[str] = field(default_factory=list)
    enlaces: list = field(default_factory=list)
    falta: bool = False


def responsables_y_enlaces(responsabilidades: Iterable, enlaces: Iterable, hoy: date) -> list[Responsable]:
    """Una fila por responsable de la política, y otra por cada dependencia que sin serlo tiene enlace.

    `falta` dice que hoy no hay enlace, o que quien lo es ya no está vinculado a la entidad; a una instancia le basta
    que lo tenga cualquier dependencia.
    """
    filas: dict[tuple, Responsable] = {}
    for r in responsabilidades:
        if r.rol != "OPERATIVIZA":
            fila = filas.setdefault((r.dependencia_id, r.instancia_id), Responsable(r.responsable, r.dependencia_id))
            if (papel := r.get_rol_display()) not in fila.papeles:
                fila.papeles.append(papel)
    for enlace in enlaces:
        dependencia = enlace.dependencia_id
        filas.setdefault((dependencia, None), Responsable(enlace.dependencia.nombre, dependencia)).enlaces.append(
            enlace
        )

    def vale(enlace) -> bool:
        return enlace.desde <= hoy and enlace.persona.esta_vinculada(hoy)

    con_enlace = {clave for clave, fila in filas.items() if any(map(vale, fila.enlaces))}
    for clave, fila in filas.items():
        fila.falta = not (clave in con_enlace if fila.dependencia else con_enlace)
    return list(filas.values())
