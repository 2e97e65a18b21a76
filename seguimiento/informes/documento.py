"""El plan de acción como lo recibe su plantilla: todo escrito como se lee."""

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mipg.etiquetas import RAYA, cantidad, porcentaje
from mipg.graficas import Barras, Calor, Tendencia
from seguimiento.models import Cifra
from seguimiento.reglas.cumplimiento import Plazo, Semaforo
from seguimiento.tablero import reportes

_CENTESIMA = Decimal("0.01")


@dataclass(frozen=True)
class Medida:
    """Las cifras de un conjunto, como se leen. `nivel` es la clase de la forma del semáforo."""

    nombre: str
    cumplimiento: str
    cobertura: str
    anual: str
    semaforo: str
    nivel: str
    partes: str
    reportes: str
    destino: tuple[tuple[str, int], ...]
    vencidas: int
    responsable: str = ""


@dataclass(frozen=True)
class Fila:
    """Una actividad, como se lee en la tabla."""

    numero: str
    nombre: str
    producto: str
    indicador: str
    meta: str
    peso: str
    inicio: str
    fin: str
    responsable: str
    apoyos: str
    programado: tuple[str, ...]
    ejecutado: tuple[str, ...] = ()
    cumplimiento: str = ""
    nota: str = ""
    semaforo: str = ""
    nivel: str = ""
    plazo: str = ""


@dataclass(frozen=True)
class Seccion:
    """Un plan con sus actividades. `datos` son pares (rótulo, texto)."""

    ancla: str
    titulo: str
    datos: tuple[tuple[str, str], ...]
    medida: Medida | None
    filas: tuple[Fila, ...]


@dataclass(frozen=True)
class Conteo:
    """Cuántas actividades hay de una clase."""

    rotulo: str
    cuantas: int
    nivel: str


@dataclass(frozen=True)
class VersionVigente:
    """Con qué versión y con qué acto rige un plan."""

    plan: str
    version: str
    acto: str
    aprobada: str
    huella: str
    sin_segregacion: str = ""


@dataclass(frozen=True)
class PlanDeAccion:
    """El documento entero, listo para pintarse."""

    titulo: str
    entidad: str
    nit: str
    vigencia: str
    modelo: str
    de_que: str
    situacion: str
    aviso: str
    corte: str
    version: str
    generado: str
    generado_iso: str
    pedido_por: str
    codigo: str
    comprobacion: str
    pie: str
    con_cifras: bool
    provisional: bool
    control: tuple[tuple[str, str], ...]
    versiones: tuple[VersionVigente, ...]
    tardios: tuple[tuple[str, str], ...]
    prorrogas: tuple[tuple[str, str], ...]
    resumen: Medida | None
    formula: str
    dimensiones: tuple[Medida, ...]
    politicas: tuple[Medida, ...]
    semaforos: tuple[Conteo, ...]
    plazos: tuple[Conteo, ...]
    actividades: int
    barras: Barras | None
    tendencia: Tendencia | None
    calor: Calor | None
    secciones: tuple[Seccion, ...]
    firmantes: tuple[tuple[str, str], ...]


def medida(cifra: Cifra) -> Medida:
    """Las cifras de un conjunto, escritas."""
    sin_plan = "Sin plan de acción aprobado" if cifra.ambito == Cifra.Ambito.POLITICA and not cifra.plan_id else ""
    return Medida(
        nombre=cifra.nombre,
        cumplimiento=porcentaje(cifra.cumplimiento),
        cobertura=porcentaje(cifra.cobertura),
        anual=porcentaje(cifra.anual),
        semaforo=Semaforo(cifra.semaforo).label,
        nivel=cifra.semaforo.lower(),
        partes=f"{cifra.n_con_valor} de {cifra.n_partes}",
        reportes=f"{cifra.n_aceptados} de {cifra.n_esperados}",
        destino=tuple((cuenta.texto, cuenta.n) for cuenta in reportes(cifra)[2:]),
        vencidas=cifra.detalle.plazos.get(Plazo.VENCIDA, 0),
        responsable=cifra.dependencia.nombre if cifra.dependencia else sin_plan,
    )


def peso(propio: Decimal, total: Decimal) -> str:
    """El peso de una actividad sobre el total de su plan, en porcentaje con dos decimales."""
    return cantidad((propio * 100 / total).quantize(_CENTESIMA, rounding=ROUND_HALF_UP)) if total else RAYA


def conteos(cuantas: Counter, opciones: type[Semaforo] | type[Plazo]) -> tuple[Conteo, ...]:
    """Un conteo por opción, en su orden. `cuantas` va por rótulo."""
    return tuple(Conteo(opcion.label, cuantas[opcion.label], opcion.value.lower()) for opcion in opciones)
