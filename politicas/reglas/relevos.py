"""Decisiones puras sobre el relevo: de quién es el turno en una política que se hace por fases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mipg.reglas import Problema, problemas_de_motivo
from mipg.usuarios.reglas import Perfil
from mipg.usuarios.roles import Permiso
from politicas.reglas.responsabilidades import en_fases, nombre_de_fase

TERMINADA, EN_TURNO, ESPERA = "Terminada", "En turno", "Espera a la anterior"


@dataclass(frozen=True)
class Tramo:
    """Una fase del relevo. `filas`: (responsabilidad, lo que se dio por terminado o nulo), una por quien responde."""

    numero: int
    nombre: str
    filas: tuple
    estado: str

    @property
    def faltan(self) -> list:
        """Las responsabilidades que no se han dado por terminadas."""
        return [fila for fila, cumplida in self.filas if cumplida is None]


def relevo(filas: Iterable, terminado: Iterable) -> list[Tramo]:
    """Las fases en orden, con lo que está `terminado`; la compartida termina cuando terminan todos.

    El turno es de la primera sin terminar.
    """
    terminado = list(terminado)
    # Lo que terminó una suprimida vale para quien la sucedió; lo propio manda.
    hechas = {[*_claves(cumplida.responsabilidad)][-1]: cumplida for cumplida in terminado}
    hechas |= {next(_claves(cumplida.responsabilidad)): cumplida for cumplida in terminado}
    tramos, turno = [], False
    for numero, (nombre, grupo) in enumerate(en_fases(filas), 1):
        suyas = tuple((fila, hechas.get(next(_claves(fila)))) for fila in grupo)
        hecha = all(cumplida for _, cumplida in suyas)
        estado = ESPERA if turno else TERMINADA if hecha else EN_TURNO
        turno = turno or not hecha
        tramos.append(Tramo(numero, nombre, suyas, estado))
    return tramos


def _claves(fila) -> Iterator[tuple]:
    """De qué política, qué fase y quién responde: según la fuente y, si ya no existe, quien la sucedió."""
    fase = (fila.politica_id, nombre_de_fase(fila))
    yield *fase, "dependencia" if fila.dependencia_id else "instancia", fila.dependencia_id or fila.instancia_id
    if fila.dependencia_id and fila.dependencia.heredera_id:
        yield *fase, "dependencia", fila.dependencia.heredera_id


def tramo_de(tramos: Iterable[Tramo], responsabilidad: int) -> Tramo | None:
    """El tramo en que está esa responsabilidad (clave primaria)."""
    return next((t for t in tramos if any(fila.pk == responsabilidad for fila, _ in t.filas)), None)


def cumplida_de(tramos: Iterable[Tramo], responsabilidad: int):
    """Lo que se dio por terminado de esa responsabilidad (clave primaria), si se dio."""
    return next((c for t in tramos for fila, c in t.filas if fila.pk == responsabilidad), None)


def lleva_la_fase(perfil: Perfil, fila) -> bool:
    """Si la termina y la reabre: el jefe de quien responde, y Planeación."""
    suya = fila.de_hoy(perfil.hoy)
    suyas = perfil.dependencias(Permiso.ENLACE_DESIGNAR)
    return perfil.puede(Permiso.VIGENCIA_EDITAR) or bool(suya and suya.pk in suyas)


def _problemas(*, abierta: bool, tramo: Tramo | None, la_lleva: bool) -> list[Problema]:
    if not la_lleva:
        return [Problema("Sólo la termina y la reabre el jefe de quien responde de ella, o Planeación.")]
    if not abierta:
        return [Problema("La vigencia no está abierta.")]
    if tramo is None:
        return [Problema("Esa fase ya no rige en la vigencia: otra fuente dice quién responde.")]
    return []


def problemas_para_terminar(
    *, abierta: bool, tramo: Tramo | None, responsabilidad: int, la_lleva: bool
) -> list[Problema]:
    """Por qué no se puede dar por terminada. `tramo`: en el que está, si rige ese año."""
    if problemas := _problemas(abierta=abierta, tramo=tramo, la_lleva=la_lleva):
        return problemas
    if all(fila.pk != responsabilidad for fila in tramo.faltan):
        return [Problema("Esa fase ya se dio por terminada.")]
    if tramo.estado == ESPERA:
        return [Problema("Todavía no es su turno: falta que termine la fase anterior.")]
    return []


def problemas_para_reabrir(
    *, abierta: bool, tramos: list[Tramo], responsabilidad: int, motivo: str, la_lleva: bool
) -> list[Problema]:
    """Por qué no se puede reabrir una fase: la siguiente ya recibió el relevo y terminó algo, o falta el motivo."""
    tramo = tramo_de(tramos, responsabilidad)
    if problemas := _problemas(abierta=abierta, tramo=tramo, la_lleva=la_lleva):
        return problemas
    if cumplida_de(tramos, responsabilidad) is None:
        return [Problema("La fase está abierta: no hay nada que reabrir.")]
    if any(len(t.faltan) < len(t.filas) for t in tramos if t.numero > tramo.numero):
        return [Problema("La fase siguiente ya terminó algo: reabra primero ésa.")]
    return problemas_de_motivo(motivo, "se reabre")
