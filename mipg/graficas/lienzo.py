"""Lo común a toda gráfica: niveles con su trama, texto partido en renglones que caben y la leyenda."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

EM = 16
LETRA = 14
RENGLON = 18
MARGEN = 8
PUNTOS_SUSPENSIVOS = "…"
# Ancho de cada letra en centésimas de su alto, por exceso, en Nunito Sans: basta para saber qué cabe.
_ANGOSTAS, _ANCHAS, _ANCHURAS = frozenset("iíjlItfr.,;:'|!()[] "), frozenset("mwMWÑOQGÓ@%—…"), (34, 90, 70, 60)


class _Anchos(dict):
    """El ancho de cada letra: se decide la primera vez que aparece."""

    def __missing__(self, letra: str) -> int:
        angosta, ancha, mayuscula, corriente = _ANCHURAS
        self[letra] = (
            angosta
            if letra in _ANGOSTAS
            else ancha
            if letra in _ANCHAS
            else mayuscula
            if letra.isupper()
            else corriente
        )
        return self[letra]


_ANCHO_DE_LETRA = _Anchos()
# Las tramas que sabe pintar `graficas/_abre.svg`, en el orden de la leyenda.
TRAMAS = ("satisfactorio", "retraso", "aceptable", "minimo", "serie", "finalizada", "gris")

Numero = Decimal | float | int


@dataclass(frozen=True)
class Nivel:
    """Cómo se distingue un dato sin su color: la trama con que se rellena (una de `TRAMAS`) y su palabra."""

    trama: str
    texto: str = ""

    def __post_init__(self):
        if self.trama not in TRAMAS:
            raise ValueError(f"No existe la trama «{self.trama}».")


SERIE = Nivel("serie")


@dataclass(frozen=True)
class Linea:
    """Un renglón de texto y la altura de su base."""

    texto: str
    y: int


@dataclass(frozen=True)
class Muestra:
    """Una entrada de la leyenda: esquina de su recuadro."""

    nivel: Nivel
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Grafica:
    """Lo que toda gráfica dice de sí. `id` es único en la página; `ancho` es múltiplo de 16. `nota`: lo que hay que
    saber para leerla.
    """

    dibujo: ClassVar[str]
    tabla: ClassVar[str]

    id: str
    titulo: str
    descripcion: str
    ancho: int
    alto: int
    tramas: tuple[str, ...] = ()
    leyenda: tuple[Muestra, ...] = ()
    con_enlaces: bool = False
    vacia: bool = False
    nota: str = ""

    @property
    def ancho_em(self) -> int:
        """El ancho en alturas de letra: así el dibujo crece con el tamaño de texto que la persona elige."""
        return self.ancho // EM


def ancho_de(texto: str, letra: int = LETRA) -> int:
    """Cuánto ocupa un texto, por exceso."""
    return -(-sum(map(_ANCHO_DE_LETRA.__getitem__, texto)) * letra // 100)


def partir(texto: str, ancho: int, renglones: int = 3, letra: int = LETRA) -> tuple[str, ...]:
    """El texto en renglones que caben en `ancho`; lo que no cabe en `renglones` se corta con «…»."""
    partes: list[str] = []
    actual = ""
    for palabra in texto.split():
        junto = f"{actual} {palabra}".strip()
        if ancho_de(junto, letra) <= ancho:
            actual = junto
            continue
        if actual:
            partes.append(actual)
        while ancho_de(palabra, letra) > ancho:
            caben = max(1, next(n for n in range(len(palabra), -1, -1) if ancho_de(palabra[:n], letra) <= ancho))
            partes.append(palabra[:caben])
            palabra = palabra[caben:]
        actual = palabra
    if actual:
        partes.append(actual)
    if len(partes) <= renglones:
        return tuple(partes)
    ultimo = partes[renglones - 1]
    while ultimo and ancho_de(ultimo + PUNTOS_SUSPENSIVOS, letra) > ancho:
        ultimo = ultimo[:-1]
    return (*partes[: renglones - 1], ultimo.rstrip(" ,;:") + PUNTOS_SUSPENSIVOS)


def lineas(textos: Iterable[str], centro: int) -> tuple[Linea, ...]:
    """Los renglones de un rótulo, centrados a la altura `centro`."""
    textos = tuple(textos)
    # La base de una letra va un tercio de su alto por debajo del centro del renglón.
    primera = centro - (len(textos) - 1) * RENGLON // 2 + LETRA // 3
    return tuple(Linea(texto, primera + n * RENGLON) for n, texto in enumerate(textos))


def en_em(ancho: int) -> int:
    """El múltiplo de 16 que alcanza para `ancho`."""
    return -(-ancho // EM) * EM


def proporcion(valor: Numero | None, maximo: Numero, largo: int) -> int:
    """Qué parte de `largo` le toca a `valor`: entre 0 y `largo` aunque el valor se salga; 0 si no lo hay."""
    if valor is None or maximo <= 0:
        return 0
    return round(min(max(float(valor) / float(maximo), 0.0), 1.0) * largo)


def tramas_de(niveles: Iterable[Nivel]) -> tuple[str, ...]:
    """Las tramas usadas, en su orden."""
    usadas = {nivel.trama for nivel in niveles}
    return tuple(trama for trama in TRAMAS if trama in usadas)


def leyenda(niveles: Iterable[Nivel], *, ancho: int, y: int, x: int = 0) -> tuple[tuple[Muestra, ...], int]:
    """Una muestra por nivel con palabra, en tantas filas como haga falta desde `y`; y la altura que ocupan."""
    distintos = sorted({n for n in niveles if n.texto}, key=lambda n: (TRAMAS.index(n.trama), n.texto))
    muestras: list[Muestra] = []
    izquierda, arriba = x, y
    for nivel in distintos:
        largo = 32 + ancho_de(nivel.texto) + 20
        if izquierda > x and izquierda + largo > ancho:
            izquierda, arriba = x, arriba + RENGLON + 6
        muestras.append(Muestra(nivel, izquierda, arriba))
        izquierda += largo
    return tuple(muestras), (arriba - y + RENGLON + 6 if muestras else 0)
