"""Las metas y la tabla: qué se pide a cada página y cómo se lee lo medido."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mipg.portal.bench.paginas import ADMIN, BUSCAR

VECES_SU_SUELO = 3.0
VECES_EL_ADMIN = 2.0
CON_HISTORIA = 1.5
CON_DIEZ_VECES_MAS = 2.5
BUSCAR_CON_DIEZ_VECES_MAS = 2.0
ENCABEZADO = (
    "| Página | Consultas | Suelo (ms) | Mediana (ms) | p95 | × suelo | × admin "
    "| Con historia (ms) | × | Grande (ms) | × |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


@dataclass(frozen=True)
class Medida:
    """Una página medida: consultas, y milisegundos por lo cronometrado (`suelo`, `base`, `historia` y `grande`)."""

    pagina: str
    consultas: int
    ms: Mapping[str, Sequence[float]]
    admin: float

    def mediana(self, que: str) -> float:
        """Milisegundos; la mitad de las veces tardó menos."""
        return statistics.median(self.ms[que])

    @property
    def p95(self) -> float:
        """Milisegundos del tamaño de base; diecinueve de cada veinte veces tardó menos."""
        return sorted(self.ms["base"])[max(0, round(0.95 * len(self.ms["base"])) - 1)]

    @property
    def razones(self) -> dict[str, tuple[float, float]]:
        """Razón medida y su meta: a su suelo, al admin, con historia y con diez veces más."""
        base = self.mediana("base")
        busca = self.pagina.startswith(BUSCAR)
        grande = BUSCAR_CON_DIEZ_VECES_MAS if busca else CON_DIEZ_VECES_MAS
        # Se busca en todas las vigencias: con diez detrás hay once veces más que encontrar.
        historia = BUSCAR_CON_DIEZ_VECES_MAS if busca else CON_HISTORIA
        return {
            "suelo": (base / self.mediana("suelo"), VECES_SU_SUELO),
            "admin": (base / self.admin, VECES_EL_ADMIN),
            "historia": (self.mediana("historia") / base, historia),
            "grande": (self.mediana("grande") / base, grande),
        }

    @property
    def pasadas(self) -> list[str]:
        """Las metas que no cumple. El admin es la vara: no se le exige nada."""
        if self.pagina == ADMIN:
            return []
        return [nombre for nombre, (razon, meta) in self.razones.items() if round(razon, 1) > meta]

    def fila(self) -> str:
        """La fila de la tabla, con «✗» en lo que pasa de su meta."""
        razones = {
            nombre: _cifra(razon) + (" ✗" if nombre in self.pasadas else "")
            for nombre, (razon, _) in self.razones.items()
        }
        celdas = [
            self.pagina,
            str(self.consultas),
            *(_cifra(n) for n in (self.mediana("suelo"), self.mediana("base"), self.p95)),
            razones["suelo"],
            razones["admin"],
            _cifra(self.mediana("historia")),
            razones["historia"],
            _cifra(self.mediana("grande")),
            razones["grande"],
        ]
        return f"| {' | '.join(celdas)} |"


def _cifra(numero: float) -> str:
    return f"{numero:.1f}".replace(".", ",")
