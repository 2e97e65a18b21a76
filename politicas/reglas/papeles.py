"""Con qué papel se nombra a quien responde por una política: en las páginas públicas, los PDF y el portal, igual."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from mipg.texto import en_lista
from politicas.reglas.contradicciones import Contradiccion
from politicas.reglas.responsabilidades import PARTICIPA, Fase, fases

POR_DECIDIR = (
    "Las fuentes no concuerdan en quién responde por esta política. Mientras se decide, a quienes nombran se les dice "
    "«responsable»."
)


@dataclass(frozen=True)
class Papeles:
    """Quiénes responden, en orden: (dependencia o instancia, su papel), y las fases si la política se reparte en ellas.

    `advertencia` está mientras las fuentes se contradigan y nadie lo haya decidido, con `segun`: (fuente, a quiénes
    nombra). `decision`, si se decidió.
    """

    quienes: tuple[tuple[str, str], ...] = ()
    fases: tuple[Fase, ...] = ()
    advertencia: str = ""
    segun: tuple[tuple[str, str], ...] = ()
    decision: str = ""

    @property
    def nombres(self) -> tuple[str, ...]:
        """Todos, sin su papel y sin repetir."""
        de_las_fases = (nombre for fase in self.fases for nombre in fase.responsables)
        return tuple(dict.fromkeys([*(nombre for nombre, _ in self.quienes), *de_las_fases]))

    @property
    def en_palabras(self) -> str:
        """En un renglón, con su papel o su fase y, si la hay, la advertencia: «General (líder); Planeación (apoyo)»."""
        con_papel = [f"{quien} ({papel.lower()})" for quien, papel in self.quienes]
        con_fase = [f"{' y '.join(fase.responsables)} ({fase.nombre})" for fase in self.fases]
        return ". ".join(filter(None, ("; ".join(con_papel + con_fase), self.advertencia)))


def decir_papeles(rigen: Iterable, contradiccion: Contradiccion | None = None, decision=None) -> Papeles:
    """Los de una política: `rigen` son las responsabilidades del año, juntas por fuente.

    Si sus fuentes concuerdan, los que dicen; si se decidió cuál vale, los de ésa. Mientras no, o si se decidió con
    otras palabras, nadie es líder ni colíder: responsables.
    """
    if contradiccion is None:
        return _tal_cual(_de_la_primera(rigen))
    if decision is None:
        return Papeles(_responsables(contradiccion), advertencia=POR_DECIDIR, segun=_segun(contradiccion))
    dicho = f"{decision.decision.rstrip('.')}. Fundamento: {decision.fundamento.rstrip('.')}."
    for opcion in contradiccion.elegibles:
        if opcion.clave == decision.opcion:
            return _tal_cual(opcion.filas, dicho)
    return Papeles(_responsables(contradiccion), decision=dicho)


def _de_la_primera(rigen: Iterable) -> list:
    filas = list(rigen)
    return list(takewhile(lambda r: r.fuente == filas[0].fuente, filas))


def _tal_cual(filas: Iterable, decision: str = "") -> Papeles:
    responden = list(filter(PARTICIPA, filas))
    con_papel = dict.fromkeys((r.responsable, r.get_rol_display()) for r in responden if r.rol != "FASE")
    return Papeles(tuple(con_papel), tuple(fases(responden)), decision=decision)


def _responsables(contradiccion: Contradiccion) -> tuple[tuple[str, str], ...]:
    filas = [r for opcion in contradiccion.opciones for r in opcion.filas]
    responden = {r.responsable for r in filas if r.rol != "APOYO"}
    de_fase: dict[str, dict[str, None]] = {}
    for r in filas:
        suyas = de_fase.setdefault(r.responsable, {})
        # La fuente que llama líder a quien otra da una fase no la reparte: «(Trabajo por procesos)».
        if r.rol == "FASE":
            suyas[r.fase] = None
    return tuple((quien, _papel(quien in responden, suyas)) for quien, suyas in de_fase.items())


def _papel(responde: bool, fases: Iterable[str]) -> str:
    papel = "Responsable" if responde else "Apoyo"
    return f"{papel}: {en_lista(fases)}" if fases else papel


def _segun(contradiccion: Contradiccion) -> tuple[tuple[str, str], ...]:
    return tuple(
        (opcion.fuente, en_lista(dict.fromkeys(r.responsable for r in opcion.filas)) or "no nombra a nadie")
        for opcion in contradiccion.opciones
    )
