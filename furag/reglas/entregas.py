"""Lo que un archivo de recomendaciones haría sobre las que ya están: nuevas, iguales, parecidas y las que faltan."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from furag.reglas.textos import clave_de, los_mas_parecidos, palabras_de
from mipg.reglas import Problema


@dataclass(frozen=True)
class Leida:
    """Una recomendación del archivo, ya con su política. `repetida_en`: las otras filas en que viene idéntica."""

    fila: int
    texto: str
    politica: int
    repetida_en: tuple[int, ...] = ()

    @cached_property
    def clave(self) -> str:
        """La huella de su texto."""
        return clave_de(self.texto)

    @property
    def cual(self) -> str:
        """La identifica dentro de su medición: política y texto."""
        return f"{self.politica}:{self.clave}"


@dataclass(frozen=True)
class Guardada:
    """Una recomendación que ya está. `falta`: en una entrega anterior ya no vino."""

    pk: int
    politica: int
    clave: str
    texto: str
    falta: bool = False


@dataclass(frozen=True)
class Parecida:
    """Una que casi dice lo mismo que otras que ya estaban y no vinieron; la más parecida primero.

    `decidida`: la que una persona dijo que es (su clave), 0 si dijo que es nueva, `None` si falta decirlo.
    """

    leida: Leida
    candidatas: tuple[Guardada, ...]
    decidida: int | None = None


@dataclass(frozen=True)
class Entrega:
    """Lo que un archivo haría: nuevas, iguales, parecidas y las que ya no están. `vuelven`: faltaban y vinieron."""

    nuevas: tuple[Leida, ...] = ()
    iguales: tuple[Guardada, ...] = ()
    parecidas: tuple[Parecida, ...] = ()
    faltan: tuple[Guardada, ...] = ()
    vuelven: tuple[Guardada, ...] = ()

    @property
    def por_decidir(self) -> list[Parecida]:
        """Las parecidas de las que nadie ha dicho qué son."""
        return [una for una in self.parecidas if una.decidida is None]

    @property
    def se_escriben(self) -> list[Leida]:
        """Las que entran como nuevas: las que lo son, y las parecidas que una persona dijo que lo eran."""
        return [*self.nuevas, *(una.leida for una in self.parecidas if una.decidida == 0)]

    @property
    def cambian(self) -> list[tuple[Guardada, Leida]]:
        """Las que ya estaban y vienen redactadas de otro modo."""
        return [
            (guardada, una.leida)
            for una in self.parecidas
            for guardada in una.candidatas
            if guardada.pk == una.decidida
        ]

    @property
    def dejan_de_venir(self) -> list[Guardada]:
        """Las que ya no están y nadie lo había anotado."""
        return [una for una in self.faltan if not una.falta]

    @property
    def parece_parcial(self) -> bool:
        """Dejan de venir más de las que siguen: quizá el archivo es de una parte de las políticas."""
        siguen = len(self.iguales) + len(self.cambian) + len(self.por_decidir)
        return len(self.dejan_de_venir) > siguen

    @property
    def hace_algo(self) -> bool:
        """Si aplicarla cambia algo."""
        return bool(self.se_escriben or self.cambian or self.dejan_de_venir or self.vuelven)

    @property
    def huella(self) -> str:
        """De todo lo que haría: quien confirma, confirma lo que vio."""
        hace = (
            [una.cual for una in self.se_escriben],
            [(guardada.pk, leida.cual) for guardada, leida in self.cambian],
            [una.pk for una in self.dejan_de_venir],
            [una.pk for una in self.vuelven],
            len(self.iguales),
        )
        return hashlib.sha256(repr(hace).encode()).hexdigest()


def sin_repetir(leidas: Iterable[Leida]) -> tuple[Leida, ...]:
    """Una sola de cada texto por política, con las filas en que se repite; el mismo texto en dos políticas son dos."""
    filas: dict[str, list[Leida]] = defaultdict(list)
    for leida in leidas:
        filas[leida.cual].append(leida)
    return tuple(
        Leida(una.fila, una.texto, una.politica, tuple(otra.fila for otra in otras)) for una, *otras in filas.values()
    )


def comparar(
    leidas: Collection[Leida], guardadas: Collection[Guardada], decididas: Mapping[str, int | None]
) -> Entrega:
    """Lo que una entrega haría sobre lo que hay de su medición. `decididas`: de `Leida.cual` a lo que dijo una persona.

    Sólo se parece a una que ya no vino: si las dos vienen, son dos.
    """
    estan = {f"{una.politica}:{una.clave}": una for una in guardadas}
    vienen = {leida.cual for leida in leidas}
    iguales = tuple(una for cual, una in estan.items() if cual in vienen)
    libres: dict[int, list[tuple[Guardada, tuple[str, ...]]]] = defaultdict(list)
    for cual, una in estan.items():
        if cual not in vienen:
            libres[una.politica].append((una, palabras_de(una.texto)))
    nuevas, parecidas = [], []
    for leida in leidas:
        if leida.cual in estan:
            continue
        candidatas = los_mas_parecidos(palabras_de(leida.texto), libres[leida.politica])
        if candidatas:
            decidida = decididas.get(leida.cual)
            valida = decidida in {0, *(una.pk for una in candidatas)}
            parecidas.append(Parecida(leida, tuple(candidatas), decidida if valida else None))
        else:
            nuevas.append(leida)
    tomadas = {una.decidida for una in parecidas}
    faltan = tuple(una for suyas in libres.values() for una, _ in suyas if una.pk not in tomadas)
    return Entrega(
        nuevas=tuple(nuevas),
        iguales=iguales,
        parecidas=tuple(parecidas),
        faltan=faltan,
        vuelven=tuple(una for una in iguales if una.falta),
    )


def las_mismas(entrega: Entrega) -> dict[str, int]:
    """Que cada parecida por decidir sea la candidata más parecida que otra no haya tomado: de `Leida.cual` a su clave.

    La que se queda sin candidata es nueva.
    """
    tomadas = {una.decidida for una in entrega.parecidas if una.decidida}
    dichas = {}
    for una in entrega.por_decidir:
        cual = next((candidata.pk for candidata in una.candidatas if candidata.pk not in tomadas), 0)
        dichas[una.leida.cual] = cual
        tomadas.add(cual)
    return dichas


def problemas_para_confirmar(entrega: Entrega) -> list[Problema]:
    """Por qué no se puede aplicar una entrega todavía."""
    problemas = []
    if cuantas := len(entrega.por_decidir):
        problemas.append(Problema(f"Falta decir qué son {cuantas} que se parecen a otras." if cuantas > 1
                                  else "Falta decir qué es la que se parece a otra."))  # fmt: skip
    dichas = [una.decidida for una in entrega.parecidas if una.decidida]
    if len(dichas) != len({*dichas}):
        problemas.append(Problema("Dos del archivo no pueden ser la misma: una de las dos es nueva."))
    if not entrega.hace_algo and not problemas:
        problemas.append(Problema("El archivo no cambia nada: todo lo que trae ya está."))
    return problemas
