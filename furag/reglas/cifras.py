"""Cómo se lee un puntaje: frente a su grupo par y frente a los años anteriores.

Los puntajes van de 0 a 100 y son los del archivo: ninguno se recalcula. Lo del grupo se cuenta en la base
(`PuntajeQuerySet.comparados`); aquí se redondea, se sitúa y se decide qué se compara con qué.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mipg.texto import normalizar

# Los que sólo responden el MECI: no tienen IDI, ni dimensiones, ni índices.
SOLO_MECI = "MECI"
# Con menos entidades, una posición o un quintil dicen de más.
MINIMO = 5
_CENTESIMA = Decimal("0.01")
_DIEZMILESIMA = Decimal("0.0001")
_NO_COMPARABLE = "No comparable: "
# Palabras que casi todo título lleva y no distinguen un índice de otro.
_VACIAS = frozenset(
    ["a", "al", "con", "de", "del", "el", "en", "la", "las", "los", "para", "por", "y", "politica", "indice", "gestion"]
)
_RAIZ = 5


def es_solo_meci(tipo_formulario: str) -> bool:
    """Si ese formulario es sólo el MECI: igual, y no «contiene», porque «MIPG - MECI» es de las demás."""
    return tipo_formulario.strip().upper() == SOLO_MECI


def primera_desde(anios: Iterable[int], anio: int) -> int | None:
    """De unas vigencias medidas, la primera que es ese año o uno posterior; nula si no la hay."""
    return min((uno for uno in anios if uno >= anio), default=None)


def promedio(suma: Decimal | None, n: int) -> Decimal | None:
    """La media de `n` puntajes que suman `suma`, a dos decimales con la mitad hacia arriba; sin puntajes, ninguna.

    La suma llega con el error de coma flotante de SQLite: los puntajes tienen a lo más cuatro decimales.
    """
    if not n or suma is None:
        return None
    exacta = Decimal(suma).quantize(_DIEZMILESIMA, rounding=ROUND_HALF_UP)
    return (exacta / n).quantize(_CENTESIMA, rounding=ROUND_HALF_UP)


def quintil(posicion: int, n: int) -> int:
    """En cuál quinta parte del grupo queda: 5, la de los mayores puntajes. Los que empatan comparten quintil.

    >>> [quintil(posicion, 10) for posicion in (1, 2, 3, 10)]
    [5, 5, 4, 1]
    """
    return 5 - 5 * (posicion - 1) // n


@dataclass(frozen=True)
class DelGrupo:
    """Un índice en el grupo par. `n`: las que lo tienen. `sin_medir` y `solo_meci` quedan fuera y se cuentan aparte.

    `posicion` y `quintil` faltan si `n` no llega a `MINIMO` o si a la entidad no se le midió; los empates comparten la
    mejor posición.
    """

    n: int = 0
    promedio: Decimal | None = None
    maximo: Decimal | None = None
    minimo: Decimal | None = None
    posicion: int | None = None
    quintil: int | None = None
    sin_medir: int = 0
    solo_meci: int = 0

    @property
    def son_pocas(self) -> bool:
        """Hay con quién compararse, pero no bastan para una posición."""
        return 0 < self.n < MINIMO


def del_grupo(
    *,
    n: int,
    suma: Decimal | None,
    maximo: Decimal | None,
    minimo: Decimal | None,
    mejores: int,
    entidades: int,
    solo_meci: int,
    se_situa: bool,
) -> DelGrupo:
    """De lo contado en la base. `mejores`: cuántas superan a la entidad; `se_situa`: si ella es una de las `n`."""
    posicion = 1 + mejores if se_situa and n >= MINIMO else None
    return DelGrupo(
        n=n,
        promedio=promedio(suma, n),
        maximo=maximo,
        minimo=minimo,
        posicion=posicion,
        quintil=quintil(posicion, n) if posicion else None,
        sin_medir=entidades - solo_meci - n,
        solo_meci=solo_meci,
    )


@dataclass(frozen=True)
class Resultado:
    """Lo que obtuvo la entidad en un índice. `valor` nulo: no se midió. `letra` y `titulo`: su columna del archivo."""

    codigo: str
    letra: str
    titulo: str
    valor: Decimal | None
    grupo: DelGrupo

    @property
    def brecha(self) -> Decimal | None:
        """Puntos sobre el promedio del grupo; negativa, por debajo."""
        return _resta(self.valor, self.grupo.promedio)

    @property
    def distancia(self) -> Decimal | None:
        """Puntos que le faltan para el mejor del grupo; 0 si es el mejor."""
        return _resta(self.grupo.maximo, self.valor)


def _resta(uno: Decimal | None, otro: Decimal | None) -> Decimal | None:
    return None if uno is None or otro is None else (uno - otro).quantize(_CENTESIMA, rounding=ROUND_HALF_UP)


# --- De un año a otro ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Medido:
    """Un índice en una vigencia medida. `serie`: su serie metodológica, vacía si no se sabe.

    `comparable_desde`: la primera vigencia con que se compara, si el catálogo dice que antes medía otra cosa.
    """

    anio: int
    serie: str
    codigo: str = ""
    titulo: str = ""
    valor: Decimal | None = None
    resultado: Resultado | None = None
    comparable_desde: int | None = None

    @property
    def grupo(self) -> DelGrupo:
        """Su grupo par ese año; vacío si no hay resultado."""
        return self.resultado.grupo if self.resultado else DelGrupo()


@dataclass(frozen=True)
class Paso:
    """Una vigencia en la evolución, frente a la anterior. Si no hay `variacion`, `nota` dice por qué.

    `quiebre`: ella y la anterior no miden lo mismo, o no del mismo modo: entre las dos no hay línea ni variación.
    """

    medido: Medido
    variacion: Decimal | None = None
    nota: str = ""
    quiebre: bool = False


def evolucion(medidos: Iterable[Medido]) -> list[Paso]:
    """De la vigencia más antigua a la última, con las que faltan en medio: un hueco no se salta ni se une."""
    por_anio = {medido.anio: medido for medido in medidos}
    pasos, anterior, ultimo = [], None, None
    for anio in range(min(por_anio), max(por_anio) + 1) if por_anio else ():
        medido = por_anio.get(anio) or Medido(anio, anterior.serie if anterior else "")
        # Frente a la última que sí tiene puntaje, aunque haya un hueco en medio: la rotura se dice una vez.
        rotura = _rotura(ultimo, medido) if ultimo and medido.valor is not None else ""
        pasos.append(Paso(medido, *_frente_a(anterior, medido, rotura), quiebre=bool(rotura)))
        anterior = medido
        ultimo = medido if medido.valor is not None else ultimo
    return pasos


def frente_a(antes: Medido, ahora: Medido) -> Paso:
    """Un puntaje frente a otro de cualquier vigencia anterior, no sólo de la inmediata."""
    rotura = _rotura(antes, ahora) if antes.valor is not None and ahora.valor is not None else ""
    return Paso(ahora, *_frente_a(antes, ahora, rotura), quiebre=bool(rotura))


def _frente_a(anterior: Medido | None, medido: Medido, rotura: str) -> tuple[Decimal | None, str]:
    if medido.valor is None:
        return None, "No se midió." if medido.codigo else "Sin resultados."
    if anterior is None:
        return None, ""
    if rotura:
        return None, rotura
    if anterior.valor is None:
        return None, f"No se compara: no hay puntaje de {anterior.anio}."
    return _resta(medido.valor, anterior.valor), ""


def _rotura(antes: Medido, ahora: Medido) -> str:
    """Por qué dos puntajes no se comparan; vacío si sí."""
    for uno in (antes, ahora):
        if not uno.serie:
            return f"{_NO_COMPARABLE}no se sabe con qué metodología se midió {uno.anio}."
    if antes.serie != ahora.serie:
        return f"{_NO_COMPARABLE}cambió la metodología (serie {antes.serie} y serie {ahora.serie})."
    if ahora.comparable_desde and antes.anio < ahora.comparable_desde <= ahora.anio:
        return f"{_NO_COMPARABLE}hasta {ahora.comparable_desde - 1} medía otra cosa."
    if not miden_lo_mismo(antes.titulo, ahora.titulo):
        return f"{_NO_COMPARABLE}en {antes.anio} era «{antes.titulo}»."
    return ""


def miden_lo_mismo(uno: str, otro: str) -> bool:
    """Si dos títulos nombran el mismo índice: cambian vocablos de un año a otro, pero no de qué tratan.

    El código no basta: Control Interno fue POL15 y hoy POL15 es Transparencia. Sin título no hay con qué dudar.
    """
    a, b = _raices(uno), _raices(otro)
    return not a or not b or a <= b or b <= a or 2 * len(a & b) >= len(a | b)


def _raices(titulo: str) -> set[str]:
    return {palabra[:_RAIZ] for palabra in normalizar(titulo).split() if palabra not in _VACIAS}


def rotura_dicha(pasos: Sequence[Paso]) -> str:
    """Lo que se advierte junto a la gráfica, la tabla y los datos; vacío si la serie es una sola."""
    dichas = [f"Entre {antes} y {ahora}: {porque}" for antes, ahora, porque in _roturas(pasos)]
    return f"La serie se parte y no se compara de un lado a otro. {' '.join(dichas)}" if dichas else ""


def _roturas(pasos: Sequence[Paso]) -> Iterable[tuple[int, int, str]]:
    ultimo = None
    for paso in pasos:
        if paso.quiebre and ultimo:
            yield ultimo, paso.medido.anio, paso.nota.removeprefix(_NO_COMPARABLE)
        if paso.medido.valor is not None:
            ultimo = paso.medido.anio
